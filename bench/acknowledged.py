"""A sink that notes when Kafka has acknowledged each record."""

from confluent_kafka import KafkaError, Message

from outbox_relay.sinks import Delivery
from outbox_relay.sinks.kafka import KafkaChannel, KafkaSink, Note, producer_settings
from shop.kernel.kafka import Settings


class TimedSink(KafkaSink):
    """`acknowledged_at` is by key the Unix time of the last answer about it."""

    def __init__(self) -> None:
        self.acknowledged_at: dict[str, float] = {}

    def open(self, shard: int) -> "TimedChannel":
        return TimedChannel(producer_settings(shard), self.acknowledged_at)


class TimedChannel(KafkaChannel):
    """Adds what librdkafka measured between a record and its answer to when it was handed over."""

    def __init__(self, settings: Settings, acknowledged_at: dict[str, float]) -> None:
        super().__init__(settings)
        self._acknowledged_at = acknowledged_at

    def _note_for(self, delivery: Delivery) -> Note:
        note = super()._note_for(delivery)

        def note_time(error: KafkaError | None, message: Message) -> None:
            note(error, message)
            _, handed_over_ms = message.timestamp()
            key = (message.key() or b"").decode()
            self._acknowledged_at[key] = handed_over_ms / 1000 + (message.latency() or 0.0)

        return note_time
