"""What is wrong with a trace, in sentences that say what to do."""

from collections.abc import Iterable, Iterator, Sequence

from shop.kernel import clock
from shop.kernel.outbox.standing import LAG_LIMIT
from shop.operations.tracing.deliveries import Delivery, Standing
from shop.operations.tracing.events import TracedEvent
from shop.operations.tracing.jobs import TracedJob


def problems_of(
    told: Sequence[TracedEvent], deliveries: Sequence[Delivery], jobs: Sequence[TracedJob]
) -> list[str]:
    """The gravest first."""
    by_id = {event.id: event for event in told}
    parked = sorted((it for it in deliveries if it.is_bad), key=_dead_first)
    return [
        *(_parked(by_id[it.event], it) for it in parked),
        *_stuck(by_id.values(), deliveries),
        *(
            f"Job {job.task} {job.id} is due since {job.due_at:%H:%M:%S} and nobody takes it: does"
            " a worker run?"
            for job in jobs
            if job.is_late
        ),
    ]


def _dead_first(delivery: Delivery) -> bool:
    return delivery.standing is not Standing.DEAD


def _parked(event: TracedEvent, delivery: Delivery) -> str:
    what = f"{event.name} {event.event_id} is parked by {delivery.consumer}: {delivery.note}."
    if delivery.standing is Standing.DEAD:
        return f"{what} It is given up; mend the cause, then try its key again on the outbox page."
    return f"{what} It is tried again by itself."


def _stuck(told: Iterable[TracedEvent], deliveries: Sequence[Delivery]) -> Iterator[str]:
    old = {event.id for event in told if event.occurred_at < clock.now() - LAG_LIMIT}
    waiting = [it for it in deliveries if it.standing is Standing.WAITING and it.event in old]
    for consumer in sorted({it.consumer for it in waiting}):
        count = sum(it.consumer == consumer for it in waiting)
        yield f"{consumer} has not come to {count} of these events yet: does a relay run?"
