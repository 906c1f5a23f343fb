"""A sink that notes when Kafka has acknowledged each record."""

import time
from collections.abc import Sequence

from outbox_relay.records import Record
from outbox_relay.sinks import Delivery
from outbox_relay.sinks.kafka import KafkaChannel, KafkaSink, producer_settings
from shop.kernel.kafka import Settings


class TimedSink(KafkaSink):
    """`acknowledged_at` is by key the Unix time of the last answer about it."""

    def __init__(self) -> None:
        self.acknowledged_at: dict[str, float] = {}

    def open(self, shard: int) -> "TimedChannel":
        return TimedChannel(producer_settings(shard), self.acknowledged_at)


class TimedChannel(KafkaChannel):
    """Looks after every poll which pages are acknowledged; a page counts once all of it is."""

    def __init__(self, settings: Settings, acknowledged_at: dict[str, float]) -> None:
        super().__init__(settings)
        self._acknowledged_at = acknowledged_at
        self._waiting: list[tuple[Delivery, list[str]]] = []

    def send(self, records: Sequence[Record]) -> Delivery:
        delivery = super().send(records)
        self._waiting.append((delivery, [record.key for record in records]))
        return delivery

    def poll(self, *, seconds: float = 0) -> None:
        super().poll(seconds=seconds)
        now = time.time()
        for delivery, keys in self._waiting:
            if not delivery.open:
                self._acknowledged_at.update(dict.fromkeys(keys, now))
        self._waiting = [one for one in self._waiting if one[0].open]
