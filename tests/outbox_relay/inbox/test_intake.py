"""From a topic of a real Kafka to the handlers; what the topic forgets, the database knows."""

from contextlib import contextmanager

import pytest
from confluent_kafka import Producer
from django.core.exceptions import ImproperlyConfigured

from outbox_relay.inbox.process import kept_by_broker, refuse_forgetful_inbox, refuse_unknown
from shop.events.topics import inbox_of
from shop.kernel.identity import new_id
from shop.kernel.models import OutboxRefusedRecord
from tests.outbox_relay.arrange import real_commits, withdrawn
from tests.outbox_relay.inbox.kafka_topics import (
    BROKERS,
    is_read,
    messages_of,
    new_topic,
    say_again,
)
from tests.outbox_relay.inbox.sending import send, take_all_in, taking_in
from tests.outbox_relay.waiting import wait_until

pytestmark = real_commits
with_kafka = pytest.mark.needs_kafka


@with_kafka
def test_events_arrive_in_order_for_each_aggregate_and_once(ledger, effects):
    products = [new_id() for _ in range(5)]
    send(ledger, *[withdrawn(it, f"{it} {n}") for n in range(10) for it in products])
    say_again(inbox_of(ledger))

    take_all_in(ledger)

    assert effects.doubled("ledger") == []
    for it in products:
        of_one = [label for label in effects.of("ledger") if label.startswith(f"{it}")]
        assert of_one == [f"{it} {n}" for n in range(10)]


@with_kafka
def test_who_comes_back_goes_on_and_what_comes_again_is_dropped(ledger, product, effects):
    send(ledger, withdrawn(product, "1"), withdrawn(product, "2"))
    take_all_in(ledger)
    say_again(inbox_of(ledger))
    send(ledger, withdrawn(product, "3"))

    take_all_in(ledger)

    assert effects.of("ledger") == ["1", "2", "3"]


@with_kafka
def test_a_record_that_is_no_event_is_written_down_and_others_flow(ledger, product, effects):
    topic = inbox_of(ledger)
    send(ledger, withdrawn(product, "1"))
    (event,) = messages_of(topic)
    producer = Producer({"bootstrap.servers": BROKERS})
    producer.produce(topic, value=b"hello", partition=event.partition())
    producer.produce(topic, headers=event.headers(), partition=event.partition())
    producer.flush()
    send(ledger, withdrawn(product, "2"))

    take_all_in(ledger)

    refused = OutboxRefusedRecord.objects.order_by("offset")
    assert effects.of("ledger") == ["1", "2"]
    assert {(it.topic, it.partition) for it in refused} == {(topic, event.partition())}
    assert [it.offset for it in refused] == [1, 2]
    assert ["headers" in refused[0].reason, "tombstone" in refused[1].reason] == [True, True]


@with_kafka
def test_partitions_change_hands_without_a_loss_or_a_double(ledger, effects):
    products = [new_id() for _ in range(20)]
    send(ledger, *[withdrawn(it, f"{it} 1") for it in products])
    with taking_in(ledger, "one"):
        wait_until(lambda: len(effects.of("ledger")) > 3)
        with taking_in(ledger, "another"):
            send(ledger, *[withdrawn(it, f"{it} 2") for it in products])
            wait_until(lambda: is_read(inbox_of(ledger)))

    for it in products:
        of_one = [label for label in effects.of("ledger") if label.startswith(f"{it}")]
        assert of_one == [f"{it} 1", f"{it} 2"]


@contextmanager
def known_topic(retention):
    """A topic that the broker already tells of."""
    with new_topic(f"test-{new_id()}", **{"retention.ms": retention}) as name:
        wait_until(lambda: kept_by_broker(name))
        yield name


@with_kafka
def test_a_topic_that_keeps_records_longer_than_the_inbox_remembers_is_refused(settings):
    settings.KAFKA_BOOTSTRAP_SERVERS = BROKERS
    a_year, a_day = f"{365 * 86_400_000}", f"{86_400_000}"

    with known_topic(a_day) as brief:
        refuse_forgetful_inbox(brief)
    for retention in (a_year, "-1"):
        with (
            known_topic(retention) as long,
            pytest.raises(ImproperlyConfigured, match="Raise INBOX_KEPT_DAYS"),
        ):
            refuse_forgetful_inbox(long)
    refuse_forgetful_inbox(f"nowhere-{new_id()}")


def test_nobody_takes_in_for_a_consumer_that_does_not_exist(settings):
    settings.KAFKA_BOOTSTRAP_SERVERS = "127.0.0.1:1"

    with pytest.raises(ImproperlyConfigured, match="No app called notification hears events"):
        refuse_unknown(["notification"])


def test_without_kafka_there_is_nothing_to_take_in(settings):
    settings.KAFKA_BOOTSTRAP_SERVERS = ""

    with pytest.raises(ImproperlyConfigured, match="set KAFKA_BOOTSTRAP_SERVERS"):
        refuse_unknown(["notifications"])
