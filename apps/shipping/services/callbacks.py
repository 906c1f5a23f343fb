"""Messages of couriers: kept first, understood later, believed never without asking."""

from uuid import UUID

from apps.shipping.models import CourierCallback
from shop.events.shipping import CourierCalledBack
from shop.kernel.bus import publish
from shop.kernel.outbox.unit_of_work import unit_of_work


@unit_of_work
def keep_callback(*, provider: str, event_id: str, body: str) -> None:
    """Keeps a message as it came; one that was kept before changes nothing."""
    callback, is_new = CourierCallback.objects.get_or_create(
        provider=provider, event_id=event_id, defaults={"body": body}
    )
    if is_new:
        publish(CourierCalledBack(callback_id=callback.id))


@unit_of_work
def understand_callback(*, callback_id: UUID, claims: int) -> None:
    callback = _claimed(callback_id, claims)
    callback.understand()
    callback.save(update_fields=["state", "due_at"])


@unit_of_work
def ignore_callback(*, callback_id: UUID, claims: int, note: str) -> None:
    """It is kept, but nothing follows from it."""
    callback = _claimed(callback_id, claims)
    callback.ignore(note)
    callback.save(update_fields=["state", "note", "due_at"])


def _claimed(callback_id: UUID, claims: int) -> CourierCallback:
    callback = CourierCallback.objects.select_for_update().get(pk=callback_id)
    callback.confirm_claim(claims)
    return callback
