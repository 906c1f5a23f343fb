"""What writers, topics and tables say at the end, compared event by event."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import psycopg
from confluent_kafka import Consumer, TopicPartition

from shop.kernel.outbox.soundness import BLIND_TICKS
from tests.faults.checker.journal import Journal
from tests.faults.checker.verdict import Place

TOPIC = "product-events"
MOST_NAMED = 20
_PLACES = "SELECT event_id::text, aggregate_id, seq FROM outbox_event"
_IN_TOPIC = """
SELECT event_id::text, aggregate_id, topic_seq FROM outbox_event WHERE topic IS NOT NULL
"""
_EVIDENCE = """
SELECT event_id::text,
       format('id %%s, xid %%s, lane %%s, written at %%s', id, xid, lane, created_at)
FROM outbox_event WHERE event_id = ANY (%s::uuid[])
"""
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
    blind: int = 0
    """Ticks that hide an event from whoever stands there, even if nobody did."""
    accused: tuple[str, ...] = ()

    @property
    def is_clean(self) -> bool:
        """Records that came again in order are no fault: their readers drop them by number."""
        return not any(
            (self.lost, self.doubled, self.disordered, self.gaps, self.ghosts, self.blind)
        )


@dataclass(frozen=True)
class Told:
    """A record of the topic: its event, and the Unix time that the broker wrote beside it."""

    event: str
    at: float


@dataclass(frozen=True)
class Book:
    """What one topic or table has, in order, and the place of each event that belongs there."""

    name: str
    events: Sequence[str]
    places: Mapping[str, Place]

    @property
    def lost(self) -> set[str]:
        return self.places.keys() - set(self.events)

    @property
    def ghosts(self) -> set[str]:
        return set(self.events) - self.places.keys()

    def disordered(self) -> int:
        """How many events came after one of the same aggregate that is later."""
        last: Counter[str] = Counter()
        wrong = 0
        for place in self._places():
            wrong += place.seq < last[place.aggregate]
            last[place.aggregate] = max(last[place.aggregate], place.seq)
        return wrong

    def gaps(self) -> int:
        """How many numbers are missing below the last one of each aggregate."""
        last: Counter[str] = Counter()
        seen = set(self._places())
        for place in seen:
            last[place.aggregate] = max(last[place.aggregate], place.seq)
        return last.total() - len(seen)

    def _places(self) -> Iterator[Place]:
        return (self.places[event] for event in self.events if event in self.places)


def compared(
    session: psycopg.Connection,
    records: Sequence[Told],
    consumers: Sequence[str],
    journal: Journal,
) -> Findings:
    """Compares the topic's records and all effects with the outbox and the writers' journal."""
    places, in_topic = _places(session, _PLACES), _places(session, _IN_TOPIC)
    told = [record.event for record in records]
    effects = {
        name: [event for (event,) in session.execute(_EFFECTS, [name])] for name in consumers
    }
    tables = [Book(name, events, places) for name, events in effects.items()]
    books = [Book("topic", list(dict.fromkeys(told)), in_topic), *tables]
    lost = [(book.name, event) for book in books for event in sorted(book.lost)[:MOST_NAMED]]
    blind = session.execute(BLIND_TICKS, [MOST_NAMED]).fetchall()
    evidence = dict(session.execute(_EVIDENCE, [[event for _, event in lost]]).fetchall())
    return Findings(
        committed=len(places),
        lost=len(journal.committed - places.keys()) + sum(len(book.lost) for book in books),
        doubled=sum(len(book.events) - len(set(book.events)) for book in tables),
        disordered=sum(book.disordered() for book in books),
        gaps=sum(book.gaps() for book in books),
        ghosts=len(journal.rolled_back & places.keys()) + sum(len(book.ghosts) for book in books),
        repeated=len(told) - len(set(told)),
        blind=len(blind),
        accused=(
            *(
                f"{name} lost {event}, number {places[event].seq} of {places[event].aggregate}:"
                f" {evidence[event]}"
                for name, event in lost
            ),
            *(f"{tick}: {sentence}" for tick, sentence in blind),
        ),
    )


def _places(session: psycopg.Connection, statement: str) -> dict[str, Place]:
    return {event: Place(aggregate, seq) for event, aggregate, seq in session.execute(statement)}


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
