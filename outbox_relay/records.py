"""An event as a record of a topic: CloudEvents 1.0 in Kafka's binary content mode."""

from typing import NamedTuple

from outbox_relay.stored import StoredEvent

SOURCE = "urn:tradewind"


class Record(NamedTuple):
    """What is sent: the same bytes on every attempt."""

    topic: str
    key: str
    value: str
    headers: dict[str, str]


def record_of(event: StoredEvent) -> Record:
    """The record of an event that has a topic; key is the aggregate's id.

    `ce_aggregateseq` counts the aggregate's events in the topic, without a gap: a consumer drops
    what is not greater than the last one it saw, or knows duplicates by `ce_source` and `ce_id`.
    """
    if event.topic is None:
        raise ValueError(f"{event.type} stays in the house.")
    return Record(event.topic, event.aggregate_id, event.payload, _headers(event))


def _headers(event: StoredEvent) -> dict[str, str]:
    headers = {
        "ce_specversion": "1.0",
        "ce_id": event.event_id,
        "ce_source": SOURCE,
        "ce_type": event.type,
        "ce_time": event.occurred_at,
        "ce_subject": event.aggregate_id,
        "ce_dataschema": f"urn:tradewind:schema:{event.type}",
        "ce_partitionkey": event.aggregate_id,
        "ce_sequence": f"{event.id:020}",
        "ce_aggregateseq": str(event.topic_seq),
        "ce_correlationid": event.correlation_id,
        "content-type": "application/json",
    }
    if event.causation_id is not None:
        headers["ce_causationid"] = event.causation_id
    if event.traceparent:
        headers["traceparent"] = event.traceparent
    return headers
