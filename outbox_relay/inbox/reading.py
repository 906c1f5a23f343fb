"""What is asked of Kafka's client: a page of a topic, and to remember how far one came."""

import logging
import socket
from collections.abc import Mapping

from confluent_kafka import Consumer, KafkaException, Message, TopicPartition

from shop.events.topics import inbox_of
from shop.kernel.kafka import Settings, connection_settings

Partition = tuple[str, int]
"""A topic and the number of one of its partitions."""

PAGE = 200
IDLE_SECONDS = 0.2

logger = logging.getLogger(__name__)


def consumer_settings(consumer: str, name: str) -> Settings:
    """What differs from librdkafka's defaults, and why."""
    return {
        **connection_settings(),
        "client.id": f"inbox-{socket.gethostname()}",
        "group.id": inbox_of(consumer),
        # A process that comes back gets its partitions back at once; another one after this time.
        "group.instance.id": name,
        "session.timeout.ms": 15_000,
        # Where it stands is told after the database's commit, and a hint only: the inbox knows.
        "enable.auto.commit": "false",
        "auto.offset.reset": "earliest",
        "isolation.level": "read_committed",
        # Who joins or leaves takes partitions from the others only as far as it must.
        "partition.assignment.strategy": "cooperative-sticky",
        # Bounds the memory, by count and by bytes.
        "queued.min.messages": 1_000,
        "queued.max.messages.kbytes": 16_384,
    }


def next_page(topic: Consumer) -> list[Message]:
    """What is there, as soon as there is anything. Raises KafkaException."""
    first = topic.poll(IDLE_SECONDS)
    if first is None:
        return []
    messages = [first, *topic.consume(PAGE - 1, timeout=0)]
    for message in messages:
        if error := message.error():
            raise KafkaException(error)
    return messages


def tell(
    topic: Consumer,
    done: Mapping[Partition, int],
    notes: Mapping[Partition, str],
    *,
    wait: bool = False,
) -> None:
    """How far it came, with a note beside it for some. If that is lost, or the partitions are, the
    inbox drops what comes again.

    Only who has to be sure waits for the answer: if the broker is silent, that takes for ever.
    """
    if not done:
        return
    offsets = [TopicPartition(*it, offset, notes.get(it, "")) for it, offset in done.items()]
    try:
        if wait:
            topic.commit(offsets=offsets, asynchronous=False)
        else:
            topic.commit(offsets=offsets, asynchronous=True)
    except KafkaException as failure:
        logger.warning("Kafka was not told how far %s came: %s", offsets[0].topic, failure)
