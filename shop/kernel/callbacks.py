"""What becomes of a message that an outside firm sent and that was kept: a service for all apps."""

from typing import TypeVar
from uuid import UUID

from shop.kernel.models import Callback
from shop.kernel.outbox.unit_of_work import unit_of_work

C = TypeVar("C", bound=Callback)


@unit_of_work
def understand_callback(model: type[C], callback_id: UUID, *, claims: int) -> None:
    """What it told has been taken over. Raises ClaimLost."""
    callback = _claimed(model, callback_id, claims)
    callback.understand()
    callback.save(update_fields=["state", "due_at"])


@unit_of_work
def ignore_callback(model: type[C], callback_id: UUID, *, claims: int, note: str) -> None:
    """It is kept, but nothing follows from it; `note` says why. Raises ClaimLost."""
    callback = _claimed(model, callback_id, claims)
    callback.ignore(note)
    callback.save(update_fields=["state", "note", "due_at"])


def _claimed(model: type[C], callback_id: UUID, claims: int) -> C:
    callback = model.objects.select_for_update().get(pk=callback_id)
    callback.confirm_claim(claims)
    return callback
