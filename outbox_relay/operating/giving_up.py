"""Events that a consumer is told to give up: copied with the reason, then out of its lines."""

from django.db.models import QuerySet

from outbox_relay.operating.holding import alone_with_line, let_owners_start_over
from outbox_relay.operating.lines import line_of, parked_line
from outbox_relay.operating.report import Report
from shop.kernel import clock
from shop.kernel.errors import DomainError, InvalidInput
from shop.kernel.models import OutboxParkedEvent, OutboxParkedKey, OutboxSkipped
from shop.kernel.models.outbox import ParkState


def skip(consumer: str, key: str, *, reason: str, by: str) -> Report:
    """Gives up the head of the line; what stands behind it is tried at once.

    Raises DomainError if the aggregate is not parked or nothing waits in its line, and InvalidInput
    without a reason.
    """
    with alone_with_line(consumer, key):
        parked, head = parked_line(consumer, key), line_of(consumer, key).first()
        if head is None:
            raise DomainError(f"No event of {key} waits for {consumer}: unpark it instead.")
        give_up(line_of(consumer, key).filter(pk=head.pk), reason=reason, by=by)
        _go_on(parked)
        let_owners_start_over(consumer)
    return Report(
        text=f"{consumer} gave up {head.event['type']} {head.event['event_id']} of {key}.",
        facts={"consumer": consumer, "key": key, "skipped": head.event["event_id"]},
    )


def give_up(waiting: QuerySet[OutboxParkedEvent], *, reason: str, by: str) -> int:
    """Moves the events into the table of what was given up; returns how many. InvalidInput without
    a reason."""
    if not reason.strip():
        raise InvalidInput("Say why: the reason is kept with what is given up.")
    given_up = [_copy(row, reason=reason.strip(), by=by) for row in waiting]
    OutboxSkipped.objects.bulk_create(given_up)
    waiting.delete()
    return len(given_up)


def skipped_of(consumer: str, key: str) -> QuerySet[OutboxSkipped]:
    """What the consumer gave up of the aggregate, the latest first."""
    return OutboxSkipped.objects.filter(consumer=consumer, key=key).order_by("-pk")[:50]


def _copy(row: OutboxParkedEvent, *, reason: str, by: str) -> OutboxSkipped:
    return OutboxSkipped(
        consumer=row.consumer,
        key=row.key,
        outbox_id=row.outbox_id,
        event=row.event,
        reason=reason,
        skipped_by=by,
    )


def _go_on(parked: OutboxParkedKey) -> None:
    following = line_of(parked.consumer, parked.key).first()
    if parked.state == ParkState.HELD:
        return
    if following is None:
        parked.delete()
        return
    parked.state, parked.attempts = ParkState.RETRYING, 0
    parked.head_event, parked.next_retry_at = following.outbox_id, clock.now()
    parked.save()
