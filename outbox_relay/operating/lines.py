"""Puts an aggregate aside for one consumer by hand, and lets it go on."""

from django.db.models import QuerySet
from django.db.models.functions import Now

from outbox_relay import parking
from outbox_relay.inbox.standing import app_of_inbox
from outbox_relay.operating.holding import alone_with_line, let_owners_start_over
from outbox_relay.operating.report import Report
from outbox_relay.operating.sharing import lane_for
from shop.kernel.errors import DomainError, InvalidInput, NotFound
from shop.kernel.models import OutboxParkedEvent, OutboxParkedKey, OutboxStream
from shop.kernel.models.outbox import ParkState


def park(consumer: str, key: str, *, reason: str, by: str) -> Report:
    """Puts the aggregate aside: its events wait in line, untried, until somebody unparks it.

    A line that is being retried is held, too. Raises NotFound if nothing was ever told of such an
    aggregate, and InvalidInput without a reason.
    """
    if not reason.strip():
        raise InvalidInput("Say why: the reason is shown to whoever wonders why nothing happens.")
    _refuse_unknown(consumer, key)
    held = {"state": ParkState.HELD, "error": f"held by {by}: {reason.strip()}"}
    shard = lane_for(consumer, key).shard
    new = {**held, "shard": shard, "next_retry_at": Now(), "head_event": 0}
    with alone_with_line(consumer, key):
        OutboxParkedKey.objects.update_or_create(
            consumer=consumer, key=key, defaults=held, create_defaults=new
        )
        let_owners_start_over(consumer)
    return Report(
        text=f"{key} is put aside for {consumer}; let it go on by `outbox unpark`.",
        facts={"consumer": consumer, "key": key, "state": ParkState.HELD},
    )


def unpark(consumer: str, key: str) -> Report:
    """The consumer's relay tries the line at once, and then as patiently as at first.

    Raises DomainError if the aggregate is not parked.
    """
    with alone_with_line(consumer, key):
        parking.revive(parked_line(consumer, key).pk)
        waiting = line_of(consumer, key).count()
    return Report(
        text=f"{key} is tried again by {consumer}; {waiting} events wait in its line.",
        facts={"consumer": consumer, "key": key, "waiting": waiting},
    )


def parked_line(consumer: str, key: str) -> OutboxParkedKey:
    """The row of the parked aggregate. Raises DomainError if it is not parked."""
    parked = OutboxParkedKey.objects.filter(consumer=consumer, key=key).first()
    if parked is None:
        raise DomainError(
            f"{key} is not parked for {consumer}, or not any more: its events were handled."
        )
    return parked


def line_of(consumer: str, key: str) -> QuerySet[OutboxParkedEvent]:
    """The events that wait in line, the head first."""
    return OutboxParkedEvent.objects.filter(consumer=consumer, key=key).order_by("outbox_id")


def _refuse_unknown(consumer: str, key: str) -> None:
    if app_of_inbox(consumer):
        return  # Whoever locks its line finds out.
    kind, _, aggregate_id = key.partition(":")
    streams = OutboxStream.objects.filter(aggregate_id=aggregate_id, aggregate_type=kind)
    if not streams.exists():
        raise NotFound(f"Nothing was ever told of {key!r}. A key reads like order:<id>.")
