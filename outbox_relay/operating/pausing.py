"""Stops a consumer, and lets it go on where it stopped."""

from outbox_relay.operating.holding import alone_with, let_owners_start_over
from outbox_relay.operating.report import Report
from shop.kernel.errors import DomainError
from shop.kernel.models import OutboxCursor


def pause(consumer: str) -> Report:
    """No relay moves the consumer any more, and what happens waits. DomainError if it is paused."""
    _set_paused(consumer, paused=True)
    return Report(
        text=f"{consumer} is paused; what happens waits for it.",
        facts={"consumer": consumer, "paused": True},
    )


def resume(consumer: str) -> Report:
    """A relay takes the consumer again and goes on where it stood. DomainError if it goes on."""
    _set_paused(consumer, paused=False)
    return Report(
        text=f"{consumer} goes on where it stood.", facts={"consumer": consumer, "paused": False}
    )


def _set_paused(consumer: str, *, paused: bool) -> None:
    with alone_with(consumer):
        changed = OutboxCursor.objects.filter(consumer=consumer, paused=not paused)
        if not changed.update(paused=paused):
            raise DomainError(f"{consumer} is {'paused already' if paused else 'not paused'}.")
        let_owners_start_over(consumer)
