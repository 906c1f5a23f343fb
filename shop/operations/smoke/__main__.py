"""python -m shop.operations.smoke"""

import json
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from shop.engines.patience import attempts
from shop.operations.running.environment import urls_of
from shop.operations.smoke.api import buy_through_api
from shop.operations.smoke.errors import SmokeFound
from shop.operations.smoke.findings import CLEAN, topic_records, verified
from shop.operations.smoke.open_shop import open_shop, own_environment
from shop.operations.smoke.storefront import buy_through_forms

PURCHASES = (buy_through_api, buy_through_forms)
DELIVERY_SECONDS = 180.0
LINES_OF_TROUBLE = 60


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    lines: list[str] = []
    with TemporaryDirectory(prefix="tradewind-smoke-") as folder:
        try:
            result = smoke(Path(folder).resolve(), lines=lines)
        except (SmokeFound, httpx.HTTPError) as trouble:
            _say("".join(lines[-LINES_OF_TROUBLE:]))
            _say(f"Smoke: {trouble}")
            return 1
    _say(json.dumps(result))
    return 0 if result["delivered"] == result["orders"] and result["verify"] == CLEAN else 1


def smoke(state: Path, *, lines: list[str]) -> dict[str, object]:
    """Buy in a shop of its own, wait for the parcels, and return what came of it.

    Raise SmokeFound where the shop does not do what it must. `lines` gets its log.
    """
    with open_shop(state, lines=lines) as addresses:
        _say(f"The shop is open at {addresses.shop}.")
        with httpx.Client(base_url=addresses.shop, trust_env=False, timeout=30) as client:
            orders = [buy(client) for buy in PURCHASES]
            _say("Bought; waiting for the parcels.")
            delivered = _delivered(orders)
        verdict = verified({**own_environment(state), **urls_of(addresses)})
        return {
            "orders": len(orders),
            "delivered": delivered,
            "topic_records": topic_records(state),
            "verify": verdict,
        }


def _delivered(orders: Sequence[Callable[[], str]]) -> int:
    """Wait until every order is delivered, and return how many are."""
    for _ in attempts(seconds=DELIVERY_SECONDS):
        delivered = sum(state() == "delivered" for state in orders)
        if delivered == len(orders):
            break
    return delivered


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
