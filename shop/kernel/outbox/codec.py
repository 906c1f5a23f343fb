"""Events as JSON text and back, personal fields encrypted with their customer's key."""

from typing import Any
from uuid import UUID

import msgspec

from shop.events.base import Event
from shop.events.registry import event_types, todays_type
from shop.events.upcasting import upcasted
from shop.kernel.outbox.personal import (
    Path,
    Places,
    Sealer,
    opened,
    personal_paths,
    sealed_places,
)

_encoder = msgspec.json.Encoder()
_decoders: dict[type[Event], msgspec.json.Decoder[Event]] = {}


def encode(event: Event) -> str:
    """The event's payload: one JSON object, the same bytes whenever it is sent."""
    paths = personal_paths(type(event))
    if not paths:
        return _encoder.encode(event).decode()
    return _encoder.encode(_encrypted(event, paths)).decode()


def decode(payload: str, event_type: type[Event]) -> Event:
    """The event again. Personal fields whose key was deleted read `[erased]`.

    Raises msgspec.ValidationError if the payload is not a well-formed event of that type.
    """
    if not personal_paths(event_type):
        return _decoder(event_type).decode(payload)
    return _event_of(msgspec.json.decode(payload), event_type, sealed_at={})


def decode_any(payload: str, type_name: str) -> Event:
    """The event as its class of today, whichever version of it was written.

    Raises UnknownEvent if no class is of that type or a later version of it, ValueError if an
    upcaster leaves a sealed text where nobody opens it, and msgspec.ValidationError.
    """
    event_type = todays_type(type_name)
    if type_name in event_types():
        return decode(payload, event_type)
    old = msgspec.json.decode(payload)
    sealed_at = sealed_places(old)
    return _event_of(upcasted(type_name, old), event_type, sealed_at=sealed_at)


def _decoder(event_type: type[Event]) -> msgspec.json.Decoder[Event]:
    if event_type not in _decoders:
        _decoders[event_type] = msgspec.json.Decoder(event_type)
    return _decoders[event_type]


def _encrypted(event: Event, paths: tuple[Path, ...]) -> dict[str, Any]:
    fields: dict[str, Any] = msgspec.to_builtins(event)
    sealer = Sealer.of_customer(UUID(fields["customer_id"]))
    for path in paths:
        _replace(fields, path, sealer.seal)
    return fields


def _event_of(fields: dict[str, Any], event_type: type[Event], *, sealed_at: Places) -> Event:
    """`sealed_at` says where a text stood when it was sealed, if that was elsewhere."""
    if paths := personal_paths(event_type):
        open_field = opened(UUID(fields["customer_id"]), sealed_at)
        for path in paths:
            _replace(fields, path, open_field)
    if sealed_at and (left := sealed_places(fields).values()):
        places = ", ".join(".".join(path) for path in left)
        raise ValueError(f"{event_type.type_name()}: an upcaster left sealed text in {places}.")
    return msgspec.convert(fields, event_type, strict=False)


def _replace(fields: dict[str, Any], path: Path, change: Any) -> None:
    """Changes a field where it is; an older event may lack it."""
    *parents, leaf = path
    for parent in parents:
        fields = fields.get(parent, {})
    if leaf in fields:
        fields[leaf] = change(fields[leaf], path)
