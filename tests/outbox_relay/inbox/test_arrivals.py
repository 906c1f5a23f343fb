"""What is news: by the id of an event, and by its place in its aggregate."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction

from outbox_relay.inbox.arrivals import Arrival, arrive, hold
from outbox_relay.records import SOURCE
from shop.kernel.identity import new_id
from shop.kernel.models import OutboxInbox, OutboxInboxStream
from tests.outbox_relay.arrange import real_commits, withdrawn
from tests.outbox_relay.inbox.arrange import told

pytestmark = real_commits


@pytest.fixture
def events(product):
    """Six events of one aggregate."""
    return [it.event for it in told(*[withdrawn(product, f"{n}") for n in range(1, 7)])]


def arrivals(*events, consumer="ledger", source=SOURCE):
    return [arrive(consumer, source, event) for event in events]


def missing():
    return OutboxInboxStream.objects.get().missing


def test_events_in_order_are_each_the_next_one(events):
    assert arrivals(*events) == [Arrival.NEXT] * 6
    assert OutboxInboxStream.objects.get().last_seq == 6
    assert missing() == "{}"


def test_what_came_before_is_no_news(events):
    arrivals(*events[:3])

    assert arrivals(*events[:4]) == [Arrival.AGAIN] * 3 + [Arrival.NEXT]


def test_the_first_event_that_is_heard_of_an_aggregate_may_be_any(events):
    assert arrivals(*events[3:]) == [Arrival.NEXT] * 3
    assert missing() == "{}"


def test_a_jump_is_a_gap_and_what_is_missing_is_written_down(events):
    assert arrivals(events[0], events[3], events[5]) == [Arrival.NEXT, Arrival.GAP, Arrival.GAP]
    assert missing() == "{[2, 4), [5, 6)}"


def test_what_was_missing_is_news_once_when_it_comes_after_all(events):
    arrivals(events[0], events[5])

    late = arrivals(events[2], events[2], events[1])

    assert late == [Arrival.LATE, Arrival.AGAIN, Arrival.LATE]
    assert missing() == "{[4, 6)}"


def test_when_the_inbox_has_forgotten_an_id_its_number_still_tells(events):
    arrivals(*events[:3])
    OutboxInbox.objects.all().delete()

    assert arrivals(*events[:4]) == [Arrival.OLD] * 3 + [Arrival.NEXT]


def test_consumers_and_sources_know_nothing_of_each_other(events):
    arrivals(*events[:2])

    assert arrivals(events[0], consumer="mailer") == [Arrival.NEXT]
    assert arrivals(events[0], source="urn:other") == [Arrival.NEXT]


def test_an_id_that_tells_no_time_is_heard_once_too(events):
    foreign = events[0]._replace(event_id="f47ac10b-58cc-4372-a567-0e02b2c3d479")

    assert arrivals(foreign, foreign) == [Arrival.NEXT, Arrival.AGAIN]


def test_two_processes_with_the_same_event_wait_for_each_other(events, open_session):
    other = open_session()
    values = [SOURCE, events[0].event_id, events[0].aggregate_type, events[0].aggregate_id]
    other.execute("SELECT outbox_arrive('ledger', %s, %s, %s, %s, 1)", values)
    found = []

    def arrive_too():
        found.extend(arrivals(events[0], events[1]))
        connection.close()

    waiting = threading.Thread(target=arrive_too)
    waiting.start()
    assert found == []
    other.commit()
    waiting.join()

    assert found == [Arrival.AGAIN, Arrival.NEXT]


def test_an_aggregate_that_somebody_works_on_is_not_held_twice(events, open_session):
    arrivals(events[0])
    other = open_session()
    other.execute("SELECT FROM outbox_inbox_stream FOR UPDATE")

    with transaction.atomic():
        while_busy = hold("ledger", events[0].key)
    other.rollback()
    with transaction.atomic():
        afterwards = hold("ledger", events[0].key)

    assert (while_busy, afterwards) == (False, True)


def test_the_database_keeps_what_is_missing_below_what_was_seen(product):
    with pytest.raises(IntegrityError, match="outbox_inbox_stream_missed_before"):
        OutboxInboxStream.objects.create(
            consumer="ledger",
            source=SOURCE,
            aggregate_type="product",
            aggregate_id=str(new_id()),
            last_seq=3,
            missing="{[2,9)}",
        )
