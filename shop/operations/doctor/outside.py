"""Do the firms outside answer us, and do their messages reach us?"""

import re
from collections.abc import Iterator
from datetime import timedelta

import httpx
from django.conf import settings

from apps.payments.queries.books import news_of_gateway
from shop.kernel import clock
from shop.operations.doctor.findings import Ailment, Gravity

PATIENCE_SECONDS = 2.0
WATCHED = timedelta(hours=1)
_OPEN = re.compile(r'^outside_breaker_state\{.*?firm="([^"]+)".*?="open".*\} 1\.0$', re.MULTILINE)


def breakers_are_closed() -> Iterator[Ailment]:
    """Only a worker knows, and tells where WORKER_METRICS says."""
    if not settings.WORKER_METRICS:
        return
    address = f"http://{settings.WORKER_METRICS}/metrics"
    try:
        metrics = httpx.get(address, timeout=PATIENCE_SECONDS, trust_env=False).text
    except httpx.HTTPError as error:
        yield Ailment(
            part="worker",
            sentence=f"No metrics at {address} ({type(error).__name__}).",
            remedy="Start a worker, or correct WORKER_METRICS.",
            gravity=Gravity.FRAIL,
        )
        return
    for firm in sorted(set(_OPEN.findall(metrics))):
        yield Ailment(
            part="outside",
            sentence=f"{firm} gives no answers and is left alone for a while; its work waits.",
            remedy="Look at the firm's status page, its address and its secret in the settings.",
        )


def callbacks_arrive() -> Iterator[Ailment]:
    """Money came in, and the gateway sent not one message about it."""
    news = news_of_gateway(since=clock.now() - WATCHED)
    if news.captures and not news.callbacks:
        yield Ailment(
            part="gateway",
            sentence=f"{news.captures} payments came in within the last hour, but no message of the"
            " gateway did: every payment waits for our next question.",
            remedy="At the gateway, set the callback URL to"
            f" {settings.SHOP_URL}/callbacks/payments/ and the provider's name.",
            gravity=Gravity.FRAIL,
        )
