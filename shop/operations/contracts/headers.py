"""The headers of a record: CloudEvents 1.0 in Kafka's binary content mode."""

from typing import Any

from shop.events.base import Event
from shop.operations.contracts.examples import example_id

_UUID = {"type": "string", "format": "uuid"}
_TEXT = {"type": "string"}

_DESCRIBED: dict[str, dict[str, Any]] = {
    "ce_specversion": {"const": "1.0"},
    "ce_id": {**_UUID, "description": "The event's own id: the same however often it is sent."},
    "ce_source": {"const": "urn:tradewind"},
    "ce_type": {**_TEXT, "description": "Which event, in which version."},
    "ce_time": {"type": "string", "format": "date-time", "description": "When it happened."},
    "ce_subject": {**_TEXT, "description": "The aggregate whose history the event belongs to."},
    "ce_dataschema": {**_TEXT, "description": "The `$id` of the payload's schema."},
    "ce_partitionkey": {**_TEXT, "description": "The record's key: the aggregate."},
    "ce_sequence": {
        **_TEXT,
        "pattern": "^[0-9]{20}$",
        "description": "The place among all events of the shop; as text in the same order.",
    },
    "ce_aggregateseq": {
        **_TEXT,
        "pattern": "^[1-9][0-9]*$",
        "description": (
            "Counts the events of one aggregate in this topic: 1, 2, 3. What is not greater than"
            " the last one seen is a duplicate; what is greater by more than one follows a loss."
        ),
    },
    "ce_correlationid": {**_UUID, "description": "The same for all that one request caused."},
    "ce_causationid": {**_UUID, "description": "The event whose handler published this one."},
    "content-type": {"const": "application/json"},
    "traceparent": {**_TEXT, "description": "W3C Trace Context of the request."},
}
_OPTIONAL = {"ce_causationid", "traceparent"}


def headers_schema() -> dict[str, Any]:
    """What every record carries in its headers; all values are UTF-8 text."""
    return {
        "type": "object",
        "description": "CloudEvents 1.0, binary content mode.",
        "properties": _DESCRIBED,
        "required": [name for name in _DESCRIBED if name not in _OPTIONAL],
    }


def example_headers(event: Event) -> dict[str, str]:
    """The headers of the first event of its aggregate, as the relay writes them."""
    return {
        "ce_specversion": "1.0",
        "ce_id": f"{example_id('event_id')}",
        "ce_source": "urn:tradewind",
        "ce_type": event.type_name(),
        "ce_time": "2026-03-01T09:30:00.250000+00:00",
        "ce_subject": event.aggregate_id(),
        "ce_dataschema": f"urn:tradewind:schema:{event.type_name()}",
        "ce_partitionkey": event.aggregate_id(),
        "ce_sequence": f"{4711:020}",
        "ce_aggregateseq": "1",
        "ce_correlationid": f"{example_id('correlation_id')}",
        "content-type": "application/json",
    }
