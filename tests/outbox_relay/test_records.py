"""An event as outside consumers get it: CloudEvents 1.0, binary mode."""

import pytest

from outbox_relay.records import record_of
from outbox_relay.stored import StoredEvent
from shop.kernel import clock
from shop.kernel.identity import new_id


@pytest.fixture
def stored():
    return StoredEvent(
        id=17,
        event_id=str(new_id()),
        type="tradewind.catalog.ProductWithdrawn.v1",
        version=1,
        aggregate_type="product",
        aggregate_id="p-1",
        seq=6,
        topic="product-events",
        topic_seq=4,
        payload='{"product_id":"p-1"}',
        traceparent="",
        correlation_id=str(new_id()),
        causation_id=None,
        actor="system",
        occurred_at=clock.now().isoformat(),
    )


def test_key_value_and_headers_tell_the_whole_event(stored):
    record = record_of(stored)

    assert (record.topic, record.key, record.value) == ("product-events", "p-1", stored.payload)
    assert record.headers == {
        "ce_specversion": "1.0",
        "ce_id": stored.event_id,
        "ce_source": "urn:tradewind",
        "ce_type": "tradewind.catalog.ProductWithdrawn.v1",
        "ce_time": stored.occurred_at,
        "ce_subject": "p-1",
        "ce_dataschema": "urn:tradewind:schema:tradewind.catalog.ProductWithdrawn.v1",
        "ce_partitionkey": "p-1",
        "ce_sequence": "00000000000000000017",
        "ce_aggregateseq": "4",
        "ce_correlationid": stored.correlation_id,
        "content-type": "application/json",
    }


def test_cause_and_trace_travel_along_when_there_are_any(stored):
    cause = str(new_id())

    headers = record_of(stored._replace(causation_id=cause, traceparent="00-ab-cd-01")).headers

    assert headers["ce_causationid"] == cause
    assert headers["traceparent"] == "00-ab-cd-01"


def test_an_internal_event_never_becomes_a_record(stored):
    with pytest.raises(ValueError, match="stays in the house"):
        record_of(stored._replace(topic=None))
