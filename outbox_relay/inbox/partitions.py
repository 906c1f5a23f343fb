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
        self._untouched: set[Partition] = set()
        self._begun: dict[Partition, int] = {}
        self._done: dict[Partition, int] = {}

    def take(self, _: Consumer, taken: list[TopicPartition]) -> None:
        """Learns who died before."""
        for place in _told_of(self._topic, taken):
            partition = place.topic, place.partition
            self._untouched.add(partition)
            self._deaths[partition] = _counted(place.metadata)

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

    def begin(self, places: Iterable[Place]) -> bool:
        """Notes that this process begins with these records, where it has done nothing yet.

        True if one of them may be what another process died of.
        """
        first: dict[Partition, int] = {}
        for place in places:
            first.setdefault((place.topic, place.partition), place.offset)
        begun = {it: at for it, at in first.items() if it in self._untouched}
        self._note(begun, more=1)
        self._untouched -= begun.keys()
        self._begun |= begun
        return any(self._deaths.get(partition) for partition in first)

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
            self._begun.pop(partition, None)
        self._done.clear()

    def _note(self, places: dict[Partition, int], *, more: int) -> None:
        counts = {partition: self._deaths.get(partition, 0) + more for partition in places}
        tell(self._topic, places, {it: f"{count}" for it, count in counts.items() if count})


def _told_of(topic: Consumer, taken: list[TopicPartition]) -> list[TopicPartition]:
    """Where the partitions stand and what is noted there; nothing if Kafka does not answer."""
    try:
        return topic.committed(taken, timeout=ASKED_FOR_SECONDS)
    except KafkaException as failure:
        logger.warning("Who read %s before is not known: %s", taken[0].topic, failure)
        return []


def _counted(note: str | None) -> int:
    return int(note) if note and note.isascii() and note.isdigit() else 0
