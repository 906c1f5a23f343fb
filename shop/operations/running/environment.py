"""What every process of a run is told."""

import os
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings

from shop.engines.ports import HOST
from shop.operations.running import marks
from shop.operations.running.addresses import Addresses, url_of


def environment_of(
    folder: Path, *, servers: Mapping[str, str], addresses: Addresses
) -> dict[str, str]:
    """Return our own environment, with what it leaves open filled in for this run."""
    return {
        **urls_of(addresses),
        **os.environ,
        **servers,
        "TRADEWIND_STATE": str(folder),
        "SANDBOX_SECRET": settings.SANDBOX_SECRET,
        "PYTHONUNBUFFERED": "1",
        marks.VARIABLE: str(folder),
    }


def urls_of(addresses: Addresses) -> dict[str, str]:
    """Return the variables that tell the processes of a run where the others are."""
    shop = url_of(addresses.web)
    return {
        "SHOP_URL": shop,
        "LIVE_URL": url_of(addresses.live),
        "SANDBOX_URL": url_of(addresses.sandbox),
        "WORKER_METRICS": f"{HOST}:{addresses.metrics}",
        "RELAY_METRICS": f"{HOST}:{addresses.relay_metrics}",
        "PAYMENT_CALLBACK_URL": f"{shop}/callbacks/payments/sandbox",
        "COURIER_CALLBACK_URL": f"{shop}/callbacks/shipping/sandbox",
        "SUPPLIER_CALLBACK_URL": f"{shop}/callbacks/suppliers/sandbox",
    }
