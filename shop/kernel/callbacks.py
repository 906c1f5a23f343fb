"""Messages that outside firms send, kept once and read later: services for all apps."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Annotated, TypeVar
from uuid import UUID

import msgspec
from django.db.models import Count, Q

from shop.kernel import jobs
from shop.kernel.errors import InvalidInput
from shop.kernel.models import Callback, CallbackState
from shop.kernel.models.callbacks import PROVIDER_NAME
from shop.kernel.outbox.unit_of_work import unit_of_work

OutsideId = Annotated[str, msgspec.Meta(max_length=255, pattern=r"^[\x21-\x7e]+\Z")]
_PROVIDER = re.compile(PROVIDER_NAME)

C = TypeVar("C", bound=Callback)
M = TypeVar("M", bound=msgspec.Struct)


class NothingOfOurs(Exception):
    """The message is about nothing that is known here; the sentence says what it is about."""


def kept_once(model: type[C], *, provider: str, event_id: str, body: str) -> C | None:
    """Keeps the message as it came; None if the provider's event is kept already.

    A firm may write an event down differently when it sends it again; the first one stays.
    """
    if not _PROVIDER.fullmatch(provider):
        raise InvalidInput(f"Call a provider by small letters, digits and hyphens, not {provider}.")
    callback, is_new = model.objects.get_or_create(
        provider=provider, event_id=event_id, defaults={"body": body}
    )
    return callback if is_new else None


@unit_of_work
def read_again(model: type[Callback], callback_id: UUID) -> None:
    """Has a message read as if it had just come. Raises DomainError if it waits for that anyway.

    What it tells is asked of the firm again, so nothing happens twice that has happened. The
    sweeper brings it to a worker within seconds.
    """
    callback = model.objects.select_for_update().get(pk=callback_id)
    callback.read_again()
    callback.save(update_fields=["state", "note", "due_at", "story"])


def message_of(callback: Callback, kind: type[M]) -> M:
    """The part of the body that is needed. Raises NothingOfOurs if it has no such part."""
    return part_of(callback.body, kind)


def part_of(body: str, kind: type[M]) -> M:
    """The same of a body that somebody else keeps."""
    try:
        return msgspec.json.decode(body, type=kind)
    except msgspec.MsgspecError as error:
        raise NothingOfOurs(f"It does not say what it is about: {error}.") from error


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


@dataclass(frozen=True, kw_only=True)
class CallbackNews:
    """How many messages of one kind were understood and ignored; `note` is of the last ignored."""

    app: str
    understood: int
    ignored: int
    note: str


def news_of_callbacks(*, since: datetime) -> Iterator[CallbackNews]:
    """What became of the messages that came since then, for each app that takes some."""
    for model in jobs.job_models():
        if issubclass(model, Callback):
            yield _news_of(model, since)


def _news_of(model: type[Callback], since: datetime) -> CallbackNews:
    came = model.objects.filter(received_at__gte=since)
    ignored = Q(state=CallbackState.IGNORED)
    notes = came.filter(ignored).order_by("-received_at").values_list("note", flat=True)
    return CallbackNews(
        app=model._meta.app_label,  # noqa: SLF001 - Django's public API
        note=notes.first() or "",
        **came.aggregate(
            understood=Count("pk", filter=Q(state=CallbackState.UNDERSTOOD)),
            ignored=Count("pk", filter=ignored),
        ),
    )


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
