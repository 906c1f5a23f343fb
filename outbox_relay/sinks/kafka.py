"""Topics in Kafka: an idempotent producer for each shard; a record is stored once acknowledged."""

import socket
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import cast

from confluent_kafka import KafkaError, KafkaException, Message, Producer

from outbox_relay.counting import note_statistics
from outbox_relay.records import Record
from outbox_relay.sinks import Delivery, RecordRefused, SinkFailed, TopicRefused
from shop.kernel.kafka import Settings, connection_settings

Note = Callable[[KafkaError | None, Message], None]

Headers = dict[str, str | bytes | None]

POLL_SECONDS, FULL_FOR_SECONDS = 0.05, 1.0
CLOSE_WITHIN_SECONDS = 1.0

_THIS_RECORD_ONLY = {KafkaError.MSG_SIZE_TOO_LARGE, KafkaError.INVALID_RECORD}
_NO_TOPIC = {
    KafkaError.UNKNOWN_TOPIC_OR_PART,
    KafkaError._UNKNOWN_TOPIC,  # noqa: SLF001 - its public name
    # It was there when the record was handed over, and is deleted.
    KafkaError._UNKNOWN_PARTITION,  # noqa: SLF001 - its public name
}


def producer_settings(shard: int) -> Settings:
    """What differs from librdkafka's defaults, and why."""
    return {
        **connection_settings(),
        "client.id": f"outbox-{socket.gethostname()}-{shard}",
        # No duplicates and no reordering by the producer's own retries.
        "enable.idempotence": True,
        "acks": "all",
        # A broker that knows nothing of a new producer takes whatever comes first. If it refuses
        # one request (a moment before it leads, say) and takes the next, librdkafka concludes that
        # both were stored, and tells so. So the next one waits.
        "max.in.flight.requests.per.connection": 1,
        # Infinite: a local time-out would leave gaps, and doubt about what arrived.
        "message.timeout.ms": 0,
        "linger.ms": 5,
        "compression.type": "lz4",
        # Bounds the memory while the broker is away: 128 MB for the eight shards of a process.
        "queue.buffering.max.messages": 20_000,
        "queue.buffering.max.kbytes": 16_384,
        # What librdkafka tells of itself, for `counting`.
        "statistics.interval.ms": 15_000,
        # The same partition for a key as the Java clients choose.
        "partitioner": "murmur2_random",
        # A broker that comes back is found within a second, not ten.
        "reconnect.backoff.max.ms": 1_000,
        # How long a topic that was just made may be unknown to a broker, before that is told.
        "topic.metadata.propagation.max.ms": 1_000,
        # Nobody else may make a topic by a slip of the pen.
        "allow.auto.create.topics": False,
    }


class KafkaSink:
    """One producer for each shard, so that giving one up does not disturb the others."""

    name = "kafka"
    shards = 8

    def open(self, shard: int) -> "KafkaChannel":
        return KafkaChannel(producer_settings(shard), tell=partial(note_statistics, shard))


class KafkaChannel:
    """A producer, for as long as all goes well; whoever is in doubt opens another one."""

    def __init__(self, settings: Settings, *, tell: Callable[[str], None] | None = None) -> None:
        self._producer = Producer({**settings, "stats_cb": tell} if tell else settings)

    def send(self, records: Sequence[Record]) -> Delivery:
        """Queues the records; their acknowledgements come with `poll`."""
        delivery = Delivery(records=len(records))
        note = self._note_for(delivery)
        for record in records:
            self._produce(record, note, delivery)
        return delivery

    def poll(self, *, seconds: float = 0) -> None:
        self._producer.poll(seconds)

    def close(self) -> None:
        self._producer.purge()
        self._producer.flush(CLOSE_WITHIN_SECONDS)

    def _note_for(self, delivery: Delivery) -> Note:
        def note(error: KafkaError | None, message: Message) -> None:
            delivery.open -= 1
            if error is not None:
                _blame(delivery, error, f"{message.topic()}", _name_of(message))

        return note

    def _produce(self, record: Record, note: Note, delivery: Delivery) -> None:
        full_until = time.monotonic() + FULL_FOR_SECONDS
        while True:
            try:
                self._producer.produce(
                    record.topic,
                    key=record.key,
                    value=record.value,
                    headers=cast(Headers, record.headers),
                    on_delivery=note,
                )
            except BufferError as error:
                self._producer.poll(POLL_SECONDS)
                if time.monotonic() > full_until:
                    raise SinkFailed("The queue to Kafka is full and does not move.") from error
            except KafkaException as error:
                delivery.open -= 1
                name = _name(record.headers["ce_id"], record.topic)
                _blame(delivery, error.args[0], record.topic, name)
                return
            else:
                return


def _blame(delivery: Delivery, error: KafkaError, topic: str, event: str) -> None:
    code = error.code()
    if code in _THIS_RECORD_ONLY:
        delivery.refusal = RecordRefused(f"Kafka refuses {event}: {error.str()}")
    elif code in _NO_TOPIC:
        why = f"There is no topic {topic}: `manage.py outbox topics`."
        delivery.refusal = TopicRefused(topic, why)
    elif code == KafkaError.TOPIC_AUTHORIZATION_FAILED:
        why = f"Kafka does not let this relay write to {topic}."
        delivery.refusal = TopicRefused(topic, why)
    else:
        delivery.failure = SinkFailed(f"Kafka did not take {event}: {error.str()}")


def _name_of(message: Message) -> str:
    headers = dict(message.headers() or [])
    identity = headers.get("ce_id") or b""
    return _name(identity if isinstance(identity, str) else identity.decode(), message.topic())


def _name(event_id: str, topic: str | None) -> str:
    """Which record it is; what it says stays out, as that may be personal."""
    return f"event {event_id} for {topic}"
