"""The reference page of all events: what they mean, what they carry, who listens."""

import inspect
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from shop.events.base import Event
from shop.events.names import OUTSIDE_NAMES
from shop.events.registry import event_types
from shop.events.topics import TOPIC_OF_CONTEXT
from shop.operations.contracts.listeners import When, listeners_of
from shop.operations.contracts.picture import mermaid
from shop.operations.contracts.schemas import Schema, components_of, schema_of, topic_of

_HEAD = """# Events

Made by `manage.py contracts` from `shop/events` and the handlers; a test holds them together.
The same for tools: [asyncapi.json](asyncapi.json), and one JSON Schema for every event and version
in [schemas](schemas). How to read the topics: [a consumer](../how-to/read-the-topics/README.md).

Listeners in **bold** react in the transaction of the event, the others in one of their own after it
([two ways to hear an event](../explanation/events.md)). *Sealed* text is personal: encrypted with a
key of the customer. A field that *may lack* has a default; it came later than others.

## Topics

`ce_aggregateseq` counts the events of one aggregate in its topic, without a gap: 1, 2, 3. What
stays in the house has no number there, so a gap is a loss."""
_TOPICS_HEAD = """| topic | aggregate | key | stay in the house |
|---|---|---|---|"""
_PICTURE_HEAD = """## Who tells whom

Thick arrows are heard in the same transaction, thin ones after it; what a context tells itself is
left out."""
_BY = {When.DURING: "**{}**", When.AFTER: "{}"}
_NAMES_HEAD = """## Names that outside systems use

| there | here | |
|---|---|---|"""


def events_page() -> str:
    """The whole page, in Markdown."""
    events = sorted(event_types().values(), key=lambda event: event.context())
    inside = [event for event in events if event.internal]
    parts = [_HEAD, "\n".join([_TOPICS_HEAD, *_topics(events)]), _PICTURE_HEAD, mermaid(events)]
    for context, topic in TOPIC_OF_CONTEXT.items():
        parts += [f"## {topic}", f"What {context} tells the others."]
        parts += [
            _entry(each) for each in events if each.context() == context and each not in inside
        ]
    parts += ["## Events that stay in the house", *(_entry(each) for each in inside)]
    parts += ["## Values inside of events", *_values(events)]
    parts += ["\n".join([_NAMES_HEAD, *_names()])]
    return "\n\n".join(parts) + "\n"


def _topics(events: Sequence[type[Event]]) -> Iterator[str]:
    for topic in TOPIC_OF_CONTEXT.values():
        for aggregate in dict.fromkeys(e.aggregate for e in events if topic_of(e) == topic):
            inside = [each for each in events if each.aggregate == aggregate and each.internal]
            yield f"| {topic} | {aggregate.kind} | `{aggregate.key}` | {_links(inside)} |"


def _entry(event_type: type[Event]) -> str:
    name = event_type.type_name()
    aggregate = event_type.aggregate
    facts = f"[`{name}`](schemas/{name}.json), key `{aggregate.key}` ({aggregate.kind})"
    return "\n\n".join(
        [
            f"### {event_type.__name__}",
            inspect.getdoc(event_type) or "",
            facts,
            _fields(schema_of(event_type)),
            _heard(event_type),
        ]
    )


def _heard(event_type: type[Event]) -> str:
    listeners = listeners_of(event_type)
    if not listeners:
        return "Heard by nobody in the house."
    said = (f"{_BY[each.when].format(each.consumer)} (`{each.reaction}`)" for each in listeners)
    return f"Heard by {', '.join(said)}."


def _values(events: Sequence[type[Event]]) -> Iterator[str]:
    names = {event.__name__ for event in events}
    for name, schema in components_of(events, below="#/$defs").items():
        if name not in names:
            yield "\n\n".join([f"### {name}", schema["description"], _fields(schema)])


def _fields(schema: Schema) -> str:
    required = schema.get("required", [])
    rows = [
        f"| `{name}` | {_type(field)} | {'' if name in required else 'may lack'} |"
        for name, field in schema["properties"].items()
    ]
    return "\n".join(["| field | type | |", "|---|---|---|", *rows])


def _type(field: Schema) -> str:
    if "$ref" in field:
        name = field["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in field:
        return " or ".join(_type(each) for each in field["anyOf"])
    if "items" in field:
        return f"list of {_type(field['items'])}"
    return _plain(field)


def _plain(field: dict[str, Any]) -> str:
    if field.get("x-personal"):
        return "sealed text"
    return str(field.get("format", field["type"]))


def _names() -> Iterable[str]:
    for row in OUTSIDE_NAMES:
        yield f"| {', '.join(row.names)} | {_links(row.events)} | {row.remark} |"


def _links(events: Iterable[type[Event]]) -> str:
    return ", ".join(f"[{event.__name__}](#{event.__name__.lower()})" for event in events)
