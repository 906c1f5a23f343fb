"""Reads one inbox topic and lets its consumer receive what stands in it."""

import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import groupby
from typing import Any

from confluent_kafka import Consumer, KafkaException, Message
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection

from outbox_relay.batches import batches
from outbox_relay.inbox.incoming import Incoming, Place, Unreadable, read
from outbox_relay.inbox.reading import consumer_settings, next_page, tell
from outbox_relay.inbox.receiving import Receiver
from outbox_relay.inbox.refusing import Refused, refuse
from outbox_relay.worker import FIRST_BACKOFF_SECONDS, LONGEST_BACKOFF_SECONDS
from shop.events.topics import inbox_of

logger = logging.getLogger(__name__)


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
        receiver = Receiver(self._consumer)
        with closing(Consumer(consumer_settings(self._consumer, self._instance))) as topic:
            topic.subscribe([self.name])
            while not self._stopping.is_set():
                self._work_through(next_page(topic), topic, receiver)
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
            tell(topic, done)

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


def _read_or_refused(message: Message, sources: Sequence[str]) -> Incoming | Refused:
    # A message without an error stands somewhere.
    place = Place(f"{message.topic()}", message.partition() or 0, message.offset() or 0)
    headers: Any = message.headers() or ()
    try:
        return read(place, headers, message.value(), sources=sources)
    except Unreadable as reason:
        return Refused(place, f"{reason}")
