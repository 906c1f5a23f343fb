"""What the payload of an event looks like, as JSON Schema (draft 2020-12)."""

import inspect
from collections.abc import Iterable
from dataclasses import Field, field, fields, is_dataclass, make_dataclass
from datetime import datetime
from decimal import Decimal
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Meta

from shop.events.base import Event, PersonalMark
from shop.events.topics import TOPIC_OF_CONTEXT

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SEALED = r"^(sealed\.v1\.[A-Za-z0-9_-]+=*)?$"

_DECIMAL = Meta(extra_json_schema={"pattern": r"^-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?$"})
_PERSONAL = Meta(
    description="Personal: encrypted with a key of the event's customer, or empty.",
    extra_json_schema={"pattern": SEALED, "x-personal": True},
)
_MOMENT = Meta(tz=True)
_twins: dict[type, type] = {}


def schema_of(event_type: type[Event]) -> Schema:
    """The schema of one event by itself; values that it holds are described under `$defs`.

    `x-event` says what every version of the event has to leave as it is besides its fields.
    """
    described = msgspec.json.decode(msgspec.json.encode(msgspec.json.schema(_twin(event_type))))
    values = described["$defs"]
    own = values.pop(event_type.__name__)
    return {
        "$schema": DIALECT,
        "$id": f"urn:tradewind:schema:{event_type.type_name()}",
        **own,
        "x-event": _standing(event_type),
        **({"$defs": values} if values else {}),
    }


def components_of(event_types: Iterable[type[Event]], *, below: str) -> dict[str, Schema]:
    """The schemas of many events and of the values they hold, by name, each described once."""
    twins = [_twin(event_type) for event_type in event_types]
    _, components = msgspec.json.schema_components(twins, ref_template=f"{below}/{{name}}")
    return dict(sorted(components.items()))


def topic_of(event_type: type[Event]) -> str | None:
    """The topic that carries the event, or None if it stays in the house."""
    return None if event_type.internal else TOPIC_OF_CONTEXT[event_type.context()]


def _standing(event_type: type[Event]) -> Schema:
    return {
        "topic": topic_of(event_type),
        "aggregate": event_type.aggregate.kind,
        "key": event_type.aggregate.key,
    }


def _twin(described: type) -> type:
    """The class with types that say exactly what the codec writes; always the same twin."""
    if described not in _twins:
        _twins[described] = _made_twin(described)
    return _twins[described]


def _made_twin(described: type) -> type:
    hints = get_type_hints(described, include_extras=True)
    members = [(each.name, _exact(hints[each.name]), _again(each)) for each in fields(described)]
    return make_dataclass(
        described.__name__,
        members,
        frozen=True,
        kw_only=True,
        namespace={"__doc__": inspect.getdoc(described)},
    )


def _again(member: Field[Any]) -> Any:
    return field(default=member.default, default_factory=member.default_factory)


def _exact(hint: Any) -> Any:
    if is_personal(hint):
        return Annotated[str, _PERSONAL]
    if is_dataclass(hint) and isinstance(hint, type):
        return _twin(hint)
    if hint in _EXACT:
        return _EXACT[hint]
    parts = tuple(_exact(part) for part in get_args(hint))
    if get_origin(hint) in {UnionType, Union}:
        return Union[parts]  # noqa: UP007 - made from a tuple
    return get_origin(hint)[parts] if parts else hint


def is_personal(hint: Any) -> bool:
    """Whether a field with this type is encrypted."""
    return get_origin(hint) is Annotated and any(
        isinstance(mark, PersonalMark) for mark in get_args(hint)[1:]
    )


_EXACT: dict[Any, Any] = {
    datetime: Annotated[datetime, _MOMENT],
    Decimal: Annotated[Decimal, _DECIMAL],
}
