"""The partitions that this process reads, and how many before it died where they stand.

Kafka keeps a note beside the place of a reader. Here it counts the processes that began with the
records at this place: who gets further, or leaves in order, tells the place without it. So what is
found there are those that ended without a word.
"""

import logging
from collections.abc import Iterable

from confluent_kafka import Consumer, KafkaException, TopicPartition

from outbox_relay.inbox.incoming import Place
from outbox_relay.inbox.reading import Partition, tell

ASKED_FOR_SECONDS = 10.0

logger = logging.getLogger(__name__)


class Partitions:
    """Kafka's client says which are taken and given back, while it is asked for the next page."""

    def __init__(self, topic: Consumer) -> None:
        self._topic = topic
        self._deaths: dict[Partition, int] = {}
        """Of all partitions that this process has."""
        self._untouched: set[Partition] = set()
        self._begun: dict[Partition, int] = {}
        self._done: dict[Partition, int] = {}

    def take(self, _: Consumer, taken: list[TopicPartition]) -> None:
        """Learns who died before."""
        notes = _notes_of(self._topic, taken)
        for place in taken:
            partition = place.topic, place.partition
            self._untouched.add(partition)
            self._deaths[partition] = _counted(notes.get(partition))

    def give_back(self, _: Consumer, given: list[TopicPartition]) -> None:
        """Takes the own note back where nothing was done."""
        names = {(it.topic, it.partition) for it in given}
        self._note({it: at for it, at in self._begun.items() if it in names}, more=0)
        self.lose(self._topic, given)

    def lose(self, _: Consumer, lost: list[TopicPartition]) -> None:
        """Somebody else has them already."""
        for place in lost:
            partition = place.topic, place.partition
            self._untouched.discard(partition)
            self._begun.pop(partition, None)
            self._deaths.pop(partition, None)

    def deaths_at(self, place: Place) -> int:
        """How many processes may have died of the record."""
        return self._deaths.get((place.topic, place.partition), 0)

    def begin(self, places: Iterable[Place]) -> None:
        """Notes that this process begins with these records, where it has done nothing yet."""
        first: dict[Partition, int] = {}
        for place in places:
            first.setdefault((place.topic, place.partition), place.offset)
        begun = {it: at for it, at in first.items() if it in self._untouched}
        self._untouched -= begun.keys()
        self._begun |= begun
        self._note(begun, more=1)

    def reach(self, place: Place) -> None:
        """The record is done, and those behind it are not blamed for any death."""
        partition = place.topic, place.partition
        if partition in self._deaths:
            self._deaths[partition] = 0
            self._done[partition] = place.offset + 1

    def tell(self, *, wait: bool = False) -> None:
        """Tells Kafka how far it came, without a note."""
        done = {it: offset for it, offset in self._done.items() if it in self._deaths}
        tell(self._topic, done, {}, wait=wait)
        for partition in done:
            self._begun.pop(partition, None)
        self._done.clear()

    def _note(self, places: dict[Partition, int], *, more: int) -> None:
        counts = {partition: self._deaths.get(partition, 0) + more for partition in places}
        notes = {it: f"{count}" for it, count in counts.items() if count}
        tell(self._topic, places, notes, wait=more > 0)


def _notes_of(topic: Consumer, taken: list[TopicPartition]) -> dict[Partition, str | None]:
    """What is noted where the partitions stand; nothing if Kafka does not answer."""
    try:
        found = topic.committed(taken, timeout=ASKED_FOR_SECONDS)
    except KafkaException as failure:
        logger.warning("Who read before is not known: %s", failure)
        return {}
    return {(it.topic, it.partition): it.metadata for it in found}


def _counted(note: str | None) -> int:
    return int(note) if note and note.isascii() and note.isdigit() else 0
