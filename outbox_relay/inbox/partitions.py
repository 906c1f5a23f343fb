"""The partitions that this process reads, and how many before it died where they stand.

Kafka keeps a note beside the place of a reader. Here it counts the processes that took the
partition at this place: who gets further, lives for a while or leaves in order tells the place
without it. So what is found there are those that ended without a word.
"""

import logging
import time
from collections.abc import Collection

from confluent_kafka import Consumer, KafkaException, TopicPartition

from outbox_relay.inbox.incoming import Place
from outbox_relay.inbox.reading import Partition, tell

ASKED_FOR_SECONDS = 10.0
LIVES_AFTER_SECONDS = 10.0
"""Longer than Kafka takes to hand out the first records."""

logger = logging.getLogger(__name__)


class Partitions:
    """Kafka's client says which are taken and given back, while it is asked for the next page."""

    def __init__(self, topic: Consumer) -> None:
        self._topic = topic
        self._taken_at = time.monotonic()
        self._stands_at: dict[Partition, int] = {}
        self._deaths: dict[Partition, int] = {}
        self._done: dict[Partition, int] = {}

    def take(self, _: Consumer, taken: list[TopicPartition]) -> None:
        """Learns who died before, and notes that one more is here."""
        self._taken_at = time.monotonic()
        for place in _told_of(self._topic, taken):
            partition = place.topic, place.partition
            self._stands_at[partition] = max(place.offset, 0)
            self._deaths[partition] = _counted(place.metadata)
        self._note(taken, more=1)

    def give_back(self, _: Consumer, given: list[TopicPartition]) -> None:
        """Takes the own note back where nothing was done."""
        self._note(given, more=0)
        self.lose(self._topic, given)

    def lose(self, _: Consumer, lost: list[TopicPartition]) -> None:
        """Somebody else has them already."""
        for place in lost:
            self._stands_at.pop((place.topic, place.partition), None)
            self._deaths.pop((place.topic, place.partition), None)

    def has_deaths(self, place: Place) -> bool:
        """Whether the record may be what somebody died of."""
        return bool(self._deaths.get((place.topic, place.partition)))

    def deaths_at(self, place: Place) -> int:
        """How many died here; the record after this one is not blamed for it."""
        return self._deaths.pop((place.topic, place.partition), 0)

    def reach(self, place: Place) -> None:
        """The record is done."""
        self._done[place.topic, place.partition] = place.offset + 1

    def tell(self) -> None:
        """Tells Kafka how far it came, without a note."""
        tell(self._topic, self._done, {})
        for partition in self._done:
            self._stands_at.pop(partition, None)
        self._done.clear()

    def find_nothing(self) -> None:
        """Nothing there killed this process: after a while the notes are taken back."""
        if self._stands_at and time.monotonic() - self._taken_at > LIVES_AFTER_SECONDS:
            self._deaths.clear()
            tell(self._topic, self._stands_at, {})
            self._stands_at.clear()

    def _note(self, partitions: Collection[TopicPartition], *, more: int) -> None:
        names = {(it.topic, it.partition) for it in partitions}
        untouched = {it: at for it, at in self._stands_at.items() if it in names}
        counts = {it: self._deaths.get(it, 0) + more for it in untouched}
        tell(self._topic, untouched, {it: f"{count}" for it, count in counts.items() if count})


def _told_of(topic: Consumer, taken: list[TopicPartition]) -> list[TopicPartition]:
    """Where the partitions stand and what is noted there; nothing if Kafka does not answer."""
    try:
        return topic.committed(taken, timeout=ASKED_FOR_SECONDS)
    except KafkaException as failure:
        logger.warning("Who read %s before is not known: %s", taken[0].topic, failure)
        return []


def _counted(note: str | None) -> int:
    return int(note) if note and note.isascii() and note.isdigit() else 0
