"""What writers, topics and tables say at the end, compared event by event."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import psycopg
from confluent_kafka import Consumer, TopicPartition

from tests.faults.checker.journal import Journal
from tests.faults.checker.verdict import Place

TOPIC = "product-events"
MOST_NAMED = 20
_PLACES = "SELECT event_id::text, aggregate_id, aggregate_seq FROM outbox_event"
_EFFECTS = "SELECT event_id::text FROM test_effect WHERE consumer = %s ORDER BY n"


@dataclass(frozen=True)
class Findings:
    """How many events each accusation names, over all topics and tables."""

    committed: int
    lost: int
    doubled: int
    disordered: int
    gaps: int
    ghosts: int
    repeated: int
    accused: tuple[str, ...] = ()

    @property
    def is_clean(self) -> bool:
        """Records that came again in order are no fault: their readers drop them by number."""
        return not any((self.lost, self.doubled, self.disordered, self.gaps, self.ghosts))


@dataclass(frozen=True)
class Told:
    """A record of the topic: its event, and the Unix time that the broker wrote beside it."""

    event: str
    at: float


def compared(
    session: psycopg.Connection,
    records: Sequence[Told],
    consumers: Sequence[str],
    journal: Journal,
) -> Findings:
    """Compares the topic's records and all effects with the outbox and the writers' journal."""
    places = {event: Place(aggregate, seq) for event, aggregate, seq in session.execute(_PLACES)}
    told = [record.event for record in records]
    effects = {
        name: [event for (event,) in session.execute(_EFFECTS, [name])] for name in consumers
    }
    named = {"topic": list(dict.fromkeys(told)), **effects}
    books = list(named.values())
    return Findings(
        committed=len(places),
        lost=len(journal.committed - places.keys())
        + sum(len(places.keys() - set(book)) for book in books),
        doubled=sum(len(book) - len(set(book)) for book in effects.values()),
        disordered=sum(sum(_disorder(book, places)) for book in books),
        gaps=sum(_gaps(book, places) for book in books),
        ghosts=len(journal.rolled_back & places.keys())
        + sum(len(set(book) - places.keys()) for book in books),
        repeated=len(told) - len(set(told)),
        accused=tuple(
            f"{name} lost {event}, number {places[event].seq} of {places[event].aggregate}"
            for name, book in named.items()
            for event in sorted(places.keys() - set(book))[:MOST_NAMED]
        ),
    )


def read_topic(brokers: str) -> Iterator[Told]:
    """All records, partition by partition, repetitions too."""
    consumer = Consumer({"bootstrap.servers": brokers, "group.id": "certificate"})
    for number in sorted(consumer.list_topics(TOPIC).topics[TOPIC].partitions):
        partition = TopicPartition(TOPIC, number, 0)
        _, end = consumer.get_watermark_offsets(partition)
        consumer.assign([partition])
        while consumer.position([partition])[0].offset < end:
            for message in consumer.consume(1000, timeout=5):
                yield Told(json.loads(message.value())["skus"][0], message.timestamp()[1] / 1000)
    consumer.close()


def _disorder(book: Sequence[str], places: Mapping[str, Place]) -> Iterator[bool]:
    """For each event whether one of the same aggregate that came later was there before it."""
    last: Counter[str] = Counter()
    for event in book:
        if place := places.get(event):
            yield place.seq < last[place.aggregate]
            last[place.aggregate] = max(last[place.aggregate], place.seq)


def _gaps(book: Sequence[str], places: Mapping[str, Place]) -> int:
    """How many numbers are missing below the last one of each aggregate."""
    seen = [places[event] for event in set(book) & places.keys()]
    last: Counter[str] = Counter()
    for place in seen:
        last[place.aggregate] = max(last[place.aggregate], place.seq)
    return last.total() - len(seen)
