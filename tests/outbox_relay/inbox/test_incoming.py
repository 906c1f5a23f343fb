"""A record is an event, or it is refused with a reason that tells nothing of its contents."""

import pytest

from outbox_relay.inbox.forwarding import inbox_record
from outbox_relay.inbox.incoming import Place, Unreadable, read
from outbox_relay.records import SOURCE
from outbox_relay.stored import StoredEvent
from shop.kernel import clock
from shop.kernel.identity import new_id

PLACE = Place("ledger-inbox", 2, 17)


@pytest.fixture
def stored():
    return StoredEvent(
        id=17,
        event_id=f"{new_id()}",
        type="tradewind.catalog.ProductWithdrawn.v1",
        version=1,
        aggregate_type="product",
        aggregate_id="p-1",
        seq=4,
        topic=None,
        topic_seq=None,
        payload='{"product_id":"p-1"}',
        traceparent="00-ab-cd-01",
        correlation_id=f"{new_id()}",
        causation_id=f"{new_id()}",
        actor="customer:7",
        occurred_at=clock.now().isoformat(),
    )


def encoded(event, **changes):
    texts = inbox_record(PLACE.topic, event).headers | changes
    return [(name, text and text.encode()) for name, text in texts.items()]


def read_back(headers, value=b'{"product_id":"p-1"}'):
    return read(PLACE, headers, value, sources=[SOURCE])


def test_an_event_comes_in_as_it_left(stored):
    came = read_back(encoded(stored))

    assert came.event == stored
    assert (came.source, came.place, came.type) == (SOURCE, PLACE, stored.type)


def test_an_event_without_a_cause_or_a_trace_comes_in_too(stored):
    lonely = stored._replace(causation_id=None, traceparent="")

    assert read_back(encoded(lonely)).event == lonely


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"ce_specversion": "0.3"}, "ce_specversion"),
        ({"ce_id": "ada@example.com"}, "ce_id"),
        ({"ce_source": "urn:stranger"}, "EVENT_SOURCES"),
        ({"ce_type": "something"}, "does not end in a version"),
        ({"ce_time": "2026-11-28T10:00:00"}, "ce_time"),
        ({"ce_aggregateseq": "0"}, "ce_aggregateseq"),
        ({"ce_sequence": "-1"}, "ce_sequence"),
        ({"ce_aggregatetype": None}, "ce_aggregatetype"),
        ({"ce_subject": "p\0"}, "NUL"),
    ],
)
def test_what_is_no_event_is_refused(stored, changes, reason):
    with pytest.raises(Unreadable, match=reason) as refusal:
        read_back(encoded(stored, **changes))

    assert "ada@" not in str(refusal.value)


@pytest.mark.parametrize(
    ("value", "reason"), [(None, "tombstone"), (b"\xff", "not UTF-8"), (b'"\0"', "NUL")]
)
def test_a_value_that_is_no_text_is_refused(stored, value, reason):
    with pytest.raises(Unreadable, match=reason):
        read_back(encoded(stored), value)


def test_a_record_of_somebody_who_knows_no_cloud_events_is_refused():
    with pytest.raises(Unreadable, match="headers are not those of an event"):
        read_back([])
