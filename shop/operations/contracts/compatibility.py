"""Which changes of an event its readers, and its own history, could not bear.

A published version only grows by fields with a default. As nothing ever goes or turns into
something else, what agrees with the schema on file agrees with all that stood there before it.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from shop.events.registry import event_types
from shop.events.upcasting import upcasted_type

Schema = dict[str, Any]

_WORDS = {"title", "description", "default"}


def unread_types(published: Iterable[str]) -> Iterator[str]:
    """The published types that no class of today is, nor any upcaster leads to one."""
    known = event_types()
    for name in published:
        if upcasted_type(name) not in known:
            yield (
                f"{name} was published, and nothing reads it any more, but history is replayed:"
                f' keep its class, or write an @upcasts("{name}") that makes the next version.'
            )


def broken_promises(past: Schema, present: Schema) -> Iterator[str]:
    """Every change that is more than a new field with a default, and what to do instead."""
    name = past["$id"].rpartition(":")[2]
    changes = [
        *_moves(past["x-event"], present["x-event"]),
        *_changes("", _inlined(past, past), _inlined(present, present)),
    ]
    for change in changes:
        yield (
            f"{name}: {change}. Leave it as it was, or raise `version` and write an"
            f' @upcasts("{name}") for the events that are there already.'
        )


def _moves(past: Schema, present: Schema) -> Iterator[str]:
    for part, was in past.items():
        is_new_to_topics = part == "topic" and was is None
        if present[part] != was and not is_new_to_topics:
            yield f"its {part} was {was} and is {present[part]} now"


def _changes(place: str, past: Schema, present: Schema) -> Iterator[str]:
    if "properties" in past and "properties" in present:
        yield from _changed_fields(place, past, present)
    elif "items" in past and "items" in present:
        yield from _changes(f"{place}[]", past["items"], present["items"])
    elif _are_alike(past.get("anyOf"), present.get("anyOf")):
        for was, now in zip(past["anyOf"], present["anyOf"], strict=True):
            yield from _changes(place, was, now)
    elif _bare(past) != _bare(present):
        yield f"the field {place} was {_said(past)} and is {_said(present)} now"


def _changed_fields(place: str, past: Schema, present: Schema) -> Iterator[str]:
    before, after = past["properties"], present["properties"]
    had_to_be, has_to_be = set(past.get("required", ())), set(present.get("required", ()))
    for name in sorted(before.keys() - after.keys()):
        yield f"the field {_below(place, name)} is gone"
    for name in sorted(has_to_be - had_to_be):
        yield f"the field {_below(place, name)} is required now, and older events lack it"
    for name in (name for name in before if name in after):
        yield from _changes(_below(place, name), before[name], after[name])
        yield from _other_default(_below(place, name), before[name], after[name])


def _other_default(place: str, past: Schema, present: Schema) -> Iterator[str]:
    both = "default" in past and "default" in present
    if both and past["default"] != present["default"]:
        yield f"the default of the field {place} is another one, and older events would change"


def _inlined(part: Any, root: Schema) -> Any:
    if isinstance(part, list):
        return [_inlined(each, root) for each in part]
    if not isinstance(part, dict):
        return part
    if "$ref" in part:
        value = root["$defs"][part["$ref"].rpartition("/")[2]]
        return _inlined({**value, **_without_ref(part)}, root)
    return {name: _inlined(each, root) for name, each in part.items() if name != "$defs"}


def _without_ref(part: Schema) -> Schema:
    return {name: each for name, each in part.items() if name != "$ref"}


def _are_alike(past: list[Schema] | None, present: list[Schema] | None) -> bool:
    return past is not None and present is not None and len(past) == len(present)


def _bare(schema: Schema) -> Schema:
    return {name: each for name, each in schema.items() if name not in _WORDS}


def _said(schema: Schema) -> str:
    if "anyOf" in schema:
        return " or ".join(_said(each) for each in schema["anyOf"])
    if "enum" in schema:
        return f"one of {', '.join(map(str, schema['enum']))}"
    word = schema.get("format", schema.get("type", "anything"))
    return f"personal {word}" if schema.get("x-personal") else f"{word}"


def _below(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name
