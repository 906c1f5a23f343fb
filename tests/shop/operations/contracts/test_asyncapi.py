"""The document is AsyncAPI 3.0, and what it says of records is what the relay sends."""

import re
from pathlib import Path

import msgspec
import pytest
from jsonschema import Draft7Validator, Draft202012Validator, FormatChecker

from outbox_relay.records import record_of
from outbox_relay.stored import StoredEvent
from shop.events.registry import event_types
from shop.events.topics import TOPIC_OF_CONTEXT
from shop.operations.contracts.asyncapi import asyncapi_document, published_events
from shop.operations.contracts.examples import example_id, example_of

# @asyncapi/specs 6.11.1 of npm, schemas/3.0.0.json without its white space, Apache-2.0.
OFFICIAL = Path(__file__).with_name("asyncapi-3.0.0.schema.json")

every_published = pytest.mark.parametrize(
    "event_type", published_events(), ids=lambda e: e.__name__
)


@pytest.fixture(scope="module")
def document():
    return msgspec.json.decode(msgspec.json.encode(asyncapi_document()))


def test_the_document_is_what_the_specification_asks_for(document):
    Draft7Validator(msgspec.json.decode(OFFICIAL.read_bytes())).validate(document)


def test_every_reference_leads_somewhere(document):
    for reference in set(
        re.findall(r'"\$ref":"#/([^"]+)"', msgspec.json.encode(document).decode())
    ):
        found = document
        for step in reference.split("/"):
            found = found[step]


def test_every_topic_is_a_channel(document):
    assert list(document["channels"]) == list(TOPIC_OF_CONTEXT.values())


def test_what_stays_in_the_house_is_not_told(document):
    inside = [event for event in event_types().values() if event.internal]

    assert inside
    assert not [
        event for event in inside if event.__name__ in msgspec.json.encode(document).decode()
    ]


@every_published
def test_an_event_is_a_message_of_the_topic_of_its_context(event_type, document):
    topic = TOPIC_OF_CONTEXT[event_type.context()]
    name = event_type.type_name()

    holding = [key for key, each in document["channels"].items() if name in each["messages"]]
    assert holding == [topic]


@every_published
def test_the_example_of_a_message_is_what_its_schemas_say(event_type, document):
    message = document["components"]["messages"][event_type.type_name()]
    (example,) = message["examples"]

    for part in ("headers", "payload"):
        schema = {**message[part], "components": document["components"]}
        Draft202012Validator(schema, format_checker=FormatChecker()).validate(example[part])


@every_published
def test_the_headers_are_those_that_the_relay_writes(event_type, document):
    event = example_of(event_type)
    record = record_of(stored(event))
    message = document["components"]["messages"][event_type.type_name()]
    (example,) = message["examples"]

    assert record.headers == example["headers"]
    assert record.key == example["payload"][event_type.aggregate.key]
    assert msgspec.json.decode(record.value) == example["payload"]


def test_all_headers_that_the_relay_may_write_are_described(document):
    event = example_of(published_events()[0])
    caused = stored(event, causation_id=str(example_id("cause")), traceparent="00-1-2-01")

    described = document["components"]["schemas"]["CloudEventHeaders"]["properties"]

    assert set(record_of(caused).headers) == set(described)


def stored(event, *, causation_id=None, traceparent=""):
    """The event as the first of its aggregate in the outbox."""
    return StoredEvent(
        id=4711,
        event_id=str(example_id("event_id")),
        type=event.type_name(),
        version=event.version,
        aggregate_type=event.aggregate.kind,
        aggregate_id=event.aggregate_id(),
        seq=1,
        topic=TOPIC_OF_CONTEXT[event.context()],
        topic_seq=1,
        payload=msgspec.json.encode(event).decode(),
        traceparent=traceparent,
        correlation_id=str(example_id("correlation_id")),
        causation_id=causation_id,
        actor="",
        occurred_at="2026-03-01T09:30:00.250000+00:00",
    )
