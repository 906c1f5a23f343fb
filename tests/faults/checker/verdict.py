"""Compares what readers did with what writers know. Every accusation names an event."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import connection

from tests.faults.checker.journal import Journal


@dataclass(frozen=True)
class Place:
    """Where an event stands in the history of its aggregate, or in its topic, counted from 1."""

    aggregate: str
    seq: int


Places = Mapping[str, Place]


def places_in_outbox() -> dict[str, Place]:
    """Every event in the outbox, by id."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT event_id::text, aggregate_id, seq FROM outbox_event")
        return {event: Place(aggregate, seq) for event, aggregate, seq in cursor.fetchall()}


def places_in_topic() -> dict[str, Place]:
    """Every event that has a topic, by id, with its number there."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT event_id::text, aggregate_id, topic_seq FROM outbox_event"
            " WHERE topic IS NOT NULL"
        )
        return {event: Place(aggregate, seq) for event, aggregate, seq in cursor.fetchall()}


def wrongs_exactly_once(seen: Sequence[str], journal: Journal, places: Places) -> list[str]:
    """What is wrong with effects that must have happened once each, in order per aggregate."""
    doubled = [f"doubled {event}" for event, times in Counter(seen).items() if times > 1]
    return [*_wrong_sets(seen, journal), *doubled, *_wrongs_of_one_life(seen, {}, places)]


def wrongs_at_least_once(
    seen: Sequence[str], restarts: Sequence[int], journal: Journal, places: Places
) -> list[str]:
    """What is wrong with the records of a topic.

    `restarts` are the numbers of records that were there when a reader started again: from there
    it may go over a run a second time, but not skip anything.
    """
    last: dict[str, int] = {}
    wrongs = _wrong_sets(seen, journal)
    for begin, end in zip([0, *restarts], [*restarts, len(seen)], strict=True):
        wrongs += _wrongs_of_one_life(seen[begin:end], last, places)
    return wrongs


def _wrong_sets(seen: Sequence[str], journal: Journal) -> list[str]:
    lost = journal.committed - set(seen)
    ghosts = set(seen) - journal.committed
    return [*(f"lost {event}" for event in lost), *(f"ghost {event}" for event in ghosts)]


def _wrongs_of_one_life(seen: Sequence[str], last: dict[str, int], places: Places) -> list[str]:
    """Each aggregate goes on without a gap; its first event of this life may be a repetition."""
    wrongs = []
    started: set[str] = set()
    for event in filter(places.__contains__, seen):
        aggregate, seq = places[event].aggregate, places[event].seq
        reached = last.get(aggregate, 0)
        repeats = aggregate not in started and seq <= reached
        if seq > reached + 1:
            wrongs.append(f"gap before {event}: number {seq} after {reached}")
        if seq <= reached and not repeats:
            wrongs.append(f"out of order {event}: number {seq} after {reached}")
        started.add(aggregate)
        last[aggregate] = seq
    return wrongs
