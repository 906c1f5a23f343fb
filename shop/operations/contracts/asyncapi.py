"""The topics as an AsyncAPI 3.0 document: what integrators and their tools read."""

import inspect
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from shop.events.base import Event
from shop.events.registry import event_types
from shop.events.topics import TOPIC_OF_CONTEXT
from shop.operations.contracts.examples import example_of
from shop.operations.contracts.headers import example_headers, headers_schema
from shop.operations.contracts.schemas import components_of

Part = dict[str, Any]

_KAFKA = "0.5.0"
_SCHEMAS = "#/components/schemas"
_ABOUT = """What the shop tells the outside world, as CloudEvents in Kafka topics.

Records of one key arrive in order, each at least once: drop what is not greater than the last
`ce_aggregateseq` of its aggregate, or remember (`ce_source`, `ce_id`). The numbers of an aggregate
have no gap, so that a reader sees what it lost. Readers ignore fields that they do not know. Fields
marked `x-personal` are encrypted with a key of the customer; once the customer is forgotten nobody
can read them any more."""


def published_events() -> list[type[Event]]:
    """All events that leave the house, by context and in the order they are told in."""
    told = [event for event in event_types().values() if not event.internal]
    return sorted(told, key=lambda event: event.context())


def asyncapi_document() -> Part:
    """The whole document; what it says is derived from the event classes."""
    events = published_events()
    return {
        "asyncapi": "3.0.0",
        "id": "urn:tradewind",
        "info": {"title": "Tradewind events", "version": "1.0.0", "description": _ABOUT},
        "defaultContentType": "application/json",
        "channels": {
            topic: _channel(context, topic, _told_by(context, events))
            for context, topic in TOPIC_OF_CONTEXT.items()
        },
        "operations": {
            f"{context}.publish": _operation(topic, _told_by(context, events))
            for context, topic in TOPIC_OF_CONTEXT.items()
        },
        "components": {
            "messages": {event.type_name(): _message(event) for event in events},
            "schemas": {
                "CloudEventHeaders": headers_schema(),
                **components_of(events, below=_SCHEMAS),
            },
        },
    }


def _told_by(context: str, events: Iterable[type[Event]]) -> list[type[Event]]:
    return [event for event in events if event.context() == context]


def _channel(context: str, topic: str, events: Sequence[type[Event]]) -> Part:
    return {
        "address": topic,
        "title": topic,
        "description": f"What {context} tells the others.",
        "messages": {
            event.type_name(): {"$ref": f"#/components/messages/{event.type_name()}"}
            for event in events
        },
        "bindings": {"kafka": {"topic": topic, "bindingVersion": _KAFKA}},
    }


def _operation(topic: str, events: Sequence[type[Event]]) -> Part:
    channel = f"#/channels/{topic}"
    return {
        "action": "send",
        "channel": {"$ref": channel},
        "messages": [{"$ref": f"{channel}/messages/{event.type_name()}"} for event in events],
    }


def _message(event_type: type[Event]) -> Part:
    summary, _, description = (inspect.getdoc(event_type) or "").partition("\n\n")
    return {
        "name": event_type.type_name(),
        "title": event_type.__name__,
        "summary": " ".join(summary.split()),
        **({"description": description} if description else {}),
        "contentType": "application/json",
        "headers": {
            "allOf": [
                {"$ref": f"{_SCHEMAS}/CloudEventHeaders"},
                {"properties": {"ce_type": {"const": event_type.type_name()}}},
            ]
        },
        "payload": {"$ref": f"{_SCHEMAS}/{event_type.__name__}"},
        "bindings": {"kafka": {"key": _key(event_type), "bindingVersion": _KAFKA}},
        "examples": [_example(event_type)],
    }


def _key(event_type: type[Event]) -> Part:
    aggregate = event_type.aggregate
    return {"type": "string", "description": f"The {aggregate.kind}: `{aggregate.key}`."}


def _example(event_type: type[Event]) -> Part:
    event = example_of(event_type)
    return {
        "name": event_type.__name__,
        "headers": example_headers(event),
        "payload": msgspec.to_builtins(event),
    }
