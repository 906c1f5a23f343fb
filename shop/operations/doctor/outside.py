"""Do the firms outside answer us, and do their messages reach us?"""

import re
from collections.abc import Iterator
from datetime import timedelta

import httpx
from django.conf import settings
from django.urls import Resolver404, resolve

from apps.payments.queries.books import news_of_gateway
from shop.kernel import clock
from shop.kernel.callbacks import news_of_callbacks
from shop.kernel.doors import address_of, doors_of, secrets_of
from shop.kernel.models.callbacks import PROVIDER_NAME
from shop.kernel.outside import standings
from shop.operations.doctor.findings import Ailment, Gravity

PATIENCE_SECONDS = 2.0
WATCHED = timedelta(hours=1)
_OPEN = re.compile(r'^outside_breaker_state\{.*?firm="([^"]+)".*?="open".*\} 1\.0$', re.MULTILINE)


def breakers_are_closed() -> Iterator[Ailment]:
    """All processes know it through Redis; without it a worker tells where WORKER_METRICS says."""
    known = standings()
    for firm in known or ():
        if not firm.is_asked:
            yield _no_answers(firm.firm, f" The last error: {firm.last_error}")
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
    for name in sorted(set(_OPEN.findall(metrics)) - {firm.firm for firm in known or ()}):
        yield _no_answers(name)


def _no_answers(firm: str, last_error: str = "") -> Ailment:
    return Ailment(
        part="outside",
        sentence=f"{firm} gives no answers and is left alone for a while; its work waits."
        + last_error,
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
            f" {' or '.join(map(address_of, doors_of('payments') or ['payments/sandbox']))}",
            gravity=Gravity.FRAIL,
        )


def callbacks_are_about_us() -> Iterator[Ailment]:
    """Some messages never are; that all are about something else is suspicious."""
    for news in news_of_callbacks(since=clock.now() - WATCHED):
        if news.ignored and not news.understood:
            yield Ailment(
                part="callbacks",
                sentence=f"{news.app}: all {news.ignored} messages that came within the last hour"
                f" were ignored, the last one because: {news.note}",
                remedy="Look whether they come from the account that the shop uses; then choose"
                ' "Read again" for them in the admin site.',
                gravity=Gravity.FRAIL,
            )


def doors_lead_somewhere() -> Iterator[Ailment]:
    """Whoever has a secret can also use it."""
    for door in settings.CALLBACK_SECRETS:
        if not _is_a_door(door):
            yield Ailment(
                part="callbacks",
                sentence=f"CALLBACK_SECRETS names {door}, which is no address of the shop.",
                remedy="Write payments/, shipping/ or suppliers/ and the firm's name in small"
                " letters, digits and hyphens.",
            )
        elif not secrets_of(door):
            yield Ailment(
                part="callbacks",
                sentence=f"CALLBACK_SECRETS has no secret for {door}: what it sends is refused.",
                remedy=f"CALLBACK_SECRETS={door}=<the secret that the firm shows beside the address"
                f" {address_of(door)}>",
            )


def real_firms_may_call_back() -> Iterator[Ailment]:
    """Without a door, all that a firm does waits for our next question."""
    for name, adapter in settings.PAYMENT_GATEWAYS.items():
        if "Sandbox" not in adapter and f"payments/{name}" not in doors_of("payments"):
            yield _has_no_door(f'The gateway "{name}"', "payments", name)
    if "Sandbox" not in settings.COURIER and not doors_of("shipping"):
        yield _has_no_door("The firm of COURIER", "shipping", "<its name>")


def _has_no_door(firm: str, app: str, name: str) -> Ailment:
    return Ailment(
        part="callbacks",
        sentence=f"{firm} has no door to call back at, so that its news waits for our next"
        " question.",
        remedy=f"CALLBACK_SECRETS={app}/{name}=<its secret>, and tell it the address"
        f" {address_of(f'{app}/{name}')}",
        gravity=Gravity.FRAIL,
    )


def _is_a_door(door: str) -> bool:
    if not re.fullmatch(f"[a-z]+/{PROVIDER_NAME}", door):
        return False
    try:
        resolve(f"/callbacks/{door}")
    except Resolver404:
        return False
    return True
