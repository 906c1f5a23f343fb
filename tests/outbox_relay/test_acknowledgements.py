"""What Kafka has not stored is not taken for stored, whatever else it has stored meanwhile."""

import pytest

from outbox_relay.sinks.kafka import KafkaChannel, producer_settings
from tests.outbox_relay.test_kafka_sink import BROKERS, by_key, messages_of, record
from tests.outbox_relay.test_kafka_sink import topic as topic
from tests.outbox_relay.waiting import wait_until
from tests.outbox_relay.wire import damaging_wire

pytestmark = pytest.mark.needs_kafka


def test_records_that_the_broker_refused_at_first_are_stored_before_those_behind_them(
    topic, settings
):
    with damaging_wire(BROKERS) as wire:
        settings.KAFKA_BOOTSTRAP_SERVERS = wire.address
        channel = KafkaChannel(producer_settings(0))
        first = channel.send([record(topic, "a key", number) for number in range(4)])
        wait_until(lambda: channel.poll(seconds=0.01) or wire.is_first_sent.is_set())
        second = channel.send([record(topic, "a key", number) for number in range(4, 7)])
        wait_until(lambda: channel.poll(seconds=0.1) or not first.open + second.open)
        channel.close()

    assert first.failure is second.failure is None
    assert by_key(messages_of(topic))["a key"] == [f'{{"number":{n}}}' for n in range(7)]
