"""Events as JSON text and back, personal fields encrypted with their customer's key."""

from typing import Any
from uuid import UUID

import msgspec

from shop.events.base import Event
from shop.kernel.outbox.personal import Path, Sealer, opened, personal_paths

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
    paths = personal_paths(event_type)
    if not paths:
        return _decoder(event_type).decode(payload)
    return msgspec.convert(_decrypted(payload, paths), event_type, strict=False)


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


def _decrypted(payload: str, paths: tuple[Path, ...]) -> dict[str, Any]:
    fields: dict[str, Any] = msgspec.json.decode(payload)
    open_field = opened(UUID(fields["customer_id"]))
    for path in paths:
        _replace(fields, path, open_field)
    return fields


def _replace(fields: dict[str, Any], path: Path, change: Any) -> None:
    *parents, leaf = path
    for parent in parents:
        fields = fields[parent]
    fields[leaf] = change(fields[leaf], path)
