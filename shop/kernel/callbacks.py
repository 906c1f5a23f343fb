"""What becomes of a message that an outside firm sent and that was kept: a service for all apps."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar
from uuid import UUID

from shop.kernel import jobs
from shop.kernel.models import Callback
from shop.kernel.outbox.unit_of_work import unit_of_work

C = TypeVar("C", bound=Callback)


class NothingOfOurs(Exception):
    """The message is about nothing that is known here; the sentence says what it is about."""


def read_callback(model: type[C], callback_id: UUID, understand: Callable[[C], None]) -> None:
    """Claims the message and lets `understand` take over what it tells, outside any transaction.

    Where that raises NothingOfOurs, the message is ignored with the sentence as its note.
    """
    jobs.perform(model, callback_id, partial(_read, model, understand))


def _read(model: type[C], understand: Callable[[C], None], callback: C) -> None:
    try:
        understand(callback)
    except NothingOfOurs as error:
        _ignored(model, callback.id, claims=callback.claims, note=str(error))
    else:
        _understood(model, callback.id, claims=callback.claims)


@unit_of_work
def _understood(model: type[C], callback_id: UUID, *, claims: int) -> None:
    """What it told has been taken over. Raises ClaimLost."""
    callback = _claimed(model, callback_id, claims)
    callback.understand()
    callback.save(update_fields=["state", "due_at"])


@unit_of_work
def _ignored(model: type[C], callback_id: UUID, *, claims: int, note: str) -> None:
    """It is kept, but nothing follows from it; `note` says why. Raises ClaimLost."""
    callback = _claimed(model, callback_id, claims)
    callback.ignore(note)
    callback.save(update_fields=["state", "note", "due_at"])


def _claimed(model: type[C], callback_id: UUID, claims: int) -> C:
    callback = model.objects.select_for_update().get(pk=callback_id)
    callback.confirm_claim(claims)
    return callback
