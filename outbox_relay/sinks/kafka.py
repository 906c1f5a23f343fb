"""Topics in Kafka: an idempotent producer, and a page is done when every record is acknowledged."""

import logging
import socket
from collections.abc import Sequence

from confluent_kafka import KafkaError, KafkaException, Message, Producer

from outbox_relay.records import Record
from outbox_relay.sinks import SinkFailed

POLL_SECONDS = 0.05
GIVE_UP_AFTER_SECONDS = 30

logger = logging.getLogger(__name__)


def producer_settings(bootstrap_servers: str) -> dict[str, str | int | bool]:
    """What differs from librdkafka's defaults, and why."""
    return {
        "bootstrap.servers": bootstrap_servers,
        "client.id": f"outbox-{socket.gethostname()}",
        # No duplicates and no reordering by the producer's own retries.
        "enable.idempotence": True,
        "acks": "all",
        # Infinite: a local time-out would leave gaps, and doubt about what arrived.
        "message.timeout.ms": 0,
        "linger.ms": 5,
        "compression.type": "lz4",
        # Bounds the memory while the broker is away.
        "queue.buffering.max.messages": 20_000,
        "queue.buffering.max.kbytes": 65_536,
        # The same partition for a key as the Java clients choose.
        "partitioner": "murmur2_random",
    }


class KafkaSink:
    """Produces a page and waits for its acknowledgements; on doubt, a new producer."""

    name = "kafka"
    shards = 8

    def __init__(self, bootstrap_servers: str) -> None:
        self._settings = producer_settings(bootstrap_servers)
        self._producer = Producer(self._settings)

    def write(self, records: Sequence[Record]) -> None:
        """Returns once the broker acknowledged all records."""
        refusals: list[str | None] = []
        for record in records:
            self._produce(record, refusals)
        self._await(refusals, len(records))

    def close(self) -> None:
        """Drops what was not sent: it is behind the checkpoint and sent again."""
        self._producer.purge()
        self._producer.flush(1)

    def _produce(self, record: Record, refusals: list[str | None]) -> None:
        def note(error: KafkaError | None, _: Message) -> None:
            refusals.append(_refusal(record, error) if error else None)

        while True:
            try:
                self._producer.produce(
                    record.topic,
                    key=record.key.encode(),
                    value=record.value.encode(),
                    headers=list(record.headers.items()),
                    on_delivery=note,
                )
            except BufferError:
                self._producer.poll(POLL_SECONDS)
            except KafkaException as error:
                self._start_again(_refusal(record, error))
            else:
                return

    def _await(self, refusals: list[str | None], expected: int) -> None:
        left = self._producer.flush(GIVE_UP_AFTER_SECONDS)
        refusal = next(filter(None, refusals), None)
        if left or refusal or len(refusals) != expected:
            self._start_again(refusal or "no acknowledgement in time")

    def _start_again(self, reason: str) -> None:
        self.close()
        self._producer = Producer(self._settings)
        raise SinkFailed(f"Kafka did not take all records: {reason}")


def _refusal(record: Record, error: KafkaError | KafkaException) -> str:
    """Which record it is, and why; what it says stays out: that may be personal."""
    event, size = record.headers.get("ce_id"), len(record.value.encode())
    return f"event {event} of {size} bytes for {record.topic}: {error}"
