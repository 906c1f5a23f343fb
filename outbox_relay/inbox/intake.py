"""Reads one inbox topic and lets its consumer receive what stands in it."""

import logging
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import groupby
from typing import Any

from confluent_kafka import Consumer, KafkaException, Message, TopicPartition
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection

from outbox_relay.batches import batches
from outbox_relay.inbox import inbox_of
from outbox_relay.inbox.incoming import Incoming, Place, Unreadable, read
from outbox_relay.inbox.receiving import Receiver
from outbox_relay.inbox.refusing import Refused, refuse
from outbox_relay.worker import FIRST_BACKOFF_SECONDS, LONGEST_BACKOFF_SECONDS, prepare_session

PAGE = 200
IDLE_SECONDS = 0.2

logger = logging.getLogger(__name__)


def consumer_settings(bootstrap_servers: str, consumer: str, name: str) -> dict[str, str | int]:
    """What differs from librdkafka's defaults, and why."""
    return {
        "bootstrap.servers": bootstrap_servers,
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


class Intake(threading.Thread):
    """Takes in until it is asked to stop. It has one database connection.

    A page is done, or left for the next owner, before partitions change hands: Kafka's client takes
    them away only while it is asked for the next one.
    """

    def __init__(self, consumer: str, *, name: str, stopping: threading.Event) -> None:
        super().__init__(name=inbox_of(consumer))
        self._consumer = consumer
        self._instance = name
        self._stopping = stopping
        self._backoff = FIRST_BACKOFF_SECONDS

    def run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._take_in()
            except (DatabaseError, InterfaceError, KafkaException) as failure:
                logger.warning("%s pauses %.2f s: %s", self.name, self._backoff, failure)
                self._pause()
            except Exception:
                logger.exception("%s pauses %.2f s", self.name, self._backoff)
                self._pause()
        connection.close()

    def _take_in(self) -> None:
        prepare_session()
        receiver = Receiver(self._consumer)
        servers = settings.KAFKA_BOOTSTRAP_SERVERS
        with closing(Consumer(consumer_settings(servers, self._consumer, self._instance))) as topic:
            topic.subscribe([self.name])
            while not self._stopping.is_set():
                self._work_through(_page(topic), topic, receiver)
                receiver.retry_due()
                self._backoff = FIRST_BACKOFF_SECONDS

    def _work_through(
        self, messages: Sequence[Message], topic: Consumer, receiver: Receiver
    ) -> None:
        done: dict[tuple[str, int], int] = {}
        try:
            for place in self._handled(messages, receiver):
                done[place.topic, place.partition] = place.offset + 1
                if self._stopping.is_set():
                    break
        finally:
            _tell(topic, done)

    def _handled(self, messages: Sequence[Message], receiver: Receiver) -> Iterator[Place]:
        """The places of what was done, in order."""
        sources = settings.EVENT_SOURCES
        found = [_read_or_refused(message, sources) for message in messages]
        for _, run in groupby(found, key=type):
            yield from self._handled_run(list(run), receiver)

    def _handled_run(
        self, found: Sequence[Incoming | Refused], receiver: Receiver
    ) -> Iterator[Place]:
        for refused in (it for it in found if isinstance(it, Refused)):
            refuse(self._consumer, refused)
            yield refused.place
        events = [it for it in found if isinstance(it, Incoming)]
        for batch in batches(events, self._consumer):
            receiver.receive(batch)
            yield from (incoming.place for incoming in batch)

    def _pause(self) -> None:
        connection.close()
        self._stopping.wait(self._backoff)
        self._backoff = min(self._backoff * 2, LONGEST_BACKOFF_SECONDS)


def _page(topic: Consumer) -> list[Message]:
    """What is there, as soon as there is anything. Raises KafkaException."""
    first = topic.poll(IDLE_SECONDS)
    if first is None:
        return []
    messages = [first, *topic.consume(PAGE - 1, timeout=0)]
    for message in messages:
        if error := message.error():
            raise KafkaException(error)
    return messages


def _read_or_refused(message: Message, sources: Sequence[str]) -> Incoming | Refused:
    # A message without an error stands somewhere.
    place = Place(f"{message.topic()}", message.partition() or 0, message.offset() or 0)
    headers: Any = message.headers() or ()
    try:
        return read(place, headers, message.value(), sources=sources)
    except Unreadable as reason:
        return Refused(place, f"{reason}")


def _tell(topic: Consumer, done: dict[tuple[str, int], int]) -> None:
    """How far it came. If that is lost, or the partitions are, the inbox drops what comes again."""
    if not done:
        return
    offsets = [TopicPartition(name, number, offset) for (name, number), offset in done.items()]
    try:
        topic.commit(offsets=offsets, asynchronous=False)
    except KafkaException as failure:
        logger.warning("Kafka was not told how far %s came: %s", offsets[0].topic, failure)
