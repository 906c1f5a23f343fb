"""Events that a consumer could not handle: their whole aggregate waits aside, the others go on."""

import json
import random
import traceback
from collections.abc import Collection
from datetime import timedelta
from itertools import groupby
from operator import itemgetter

from django.db import connection
from django.db.models import QuerySet
from django.db.models.functions import Now

from outbox_relay.cursors import Lane
from outbox_relay.failures import LineMoved, RelayDied, Sayable, TopicRefused
from outbox_relay.stored import StoredEvent
from shop.kernel.errors import NotYet
from shop.kernel.models import OutboxParkedEvent, OutboxParkedKey
from shop.kernel.models.outbox import ParkState

LAST_ATTEMPT = 12
DIED = "A relay died of it."
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=5), timedelta(hours=1)
_FIRST_NOT_YET, _LONGEST_NOT_YET = timedelta(milliseconds=200), timedelta(minutes=1)
TOPIC_PAUSE_SECONDS = 5
_MOST_DOUBLINGS = 20
LINES_AT_ONCE, EVENTS_AT_ONCE = 20, 10
"""So many lines that are due are looked at together, and so many events of each."""

_DUE_LINES = """
SELECT line.key, waiting.event::text
FROM (SELECT consumer, key, next_retry_at, id FROM outbox_parked_key
      WHERE consumer = %s AND shard = %s AND state = 'retrying'
        AND next_retry_at <= statement_timestamp() AND topic <> ALL (%s::text[])
      ORDER BY next_retry_at, id LIMIT %s) AS line
LEFT JOIN LATERAL (
    SELECT outbox_id, event FROM outbox_parked_event
    WHERE consumer = line.consumer AND key = line.key ORDER BY outbox_id LIMIT %s
) AS waiting ON true
ORDER BY line.next_retry_at, line.id, waiting.outbox_id
"""
# All parts of it see what was there before. The line goes if nothing but this event was in it; else
# it is due at once, and whatever was counted of this event does not count for the next one.
_TAKE_OUT = """
WITH line AS (
    SELECT id, consumer, key FROM outbox_parked_key
    WHERE consumer = %s AND key = %s AND state = 'retrying'
), taken AS (
    DELETE FROM outbox_parked_event AS event USING line
    WHERE (event.consumer, event.key) = (line.consumer, line.key) AND outbox_id = %s
    RETURNING event.id
), next AS (
    SELECT min(outbox_id) AS head FROM outbox_parked_event JOIN line USING (consumer, key)
    WHERE outbox_id <> %s
), gone AS (
    DELETE FROM outbox_parked_key USING line, next, taken
    WHERE outbox_parked_key.id = line.id AND head IS NULL
    RETURNING line.id
), freed AS (
    UPDATE outbox_parked_key SET head_event = head, attempts = 0, deaths = 0, error = '',
        topic = '', next_retry_at = statement_timestamp()
    FROM line, next, taken WHERE outbox_parked_key.id = line.id AND head IS NOT NULL
)
SELECT (SELECT count(*) FROM taken), (SELECT count(*) FROM gone)
"""


def parked_keys(lane: Lane) -> set[str]:
    """The aggregates whose events wait for this lane, dead ones too."""
    return set(_keys(lane).values_list("key", flat=True))


def park(lane: Lane, event: StoredEvent, failure: Exception) -> None:
    """Parks the event's aggregate, the event at its head."""
    OutboxParkedKey(
        consumer=lane.consumer,
        shard=lane.shard,
        key=event.key,
        attempts=1,
        next_retry_at=Now() + _pause(1, failure),
        error=described(failure),
        topic=_topic_of(failure),
        head_event=event.id,
    ).save(force_insert=True)
    queue_behind(lane, event)


def queue_behind(lane: Lane, event: StoredEvent) -> None:
    """Puts a later event of a parked aggregate at the end of its line, unless it waits there.

    Raises IntegrityError if the aggregate has no line: nobody would ever look at the event.
    """
    waiting = OutboxParkedEvent(
        consumer=lane.consumer,
        key=event.key,
        outbox_id=event.id,
        event=event._asdict(),
    )
    OutboxParkedEvent.objects.bulk_create([waiting], ignore_conflicts=True)


def due_lines(lane: Lane, *, without: Collection[str] = ()) -> dict[str, list[StoredEvent]]:
    """Parked aggregates that may be tried again now, without those that wait for these topics.

    With each of them the first events in its line; a line may be empty.
    """
    limits = LINES_AT_ONCE, EVENTS_AT_ONCE
    with connection.cursor() as cursor:
        cursor.execute(_DUE_LINES, [lane.consumer, lane.shard, list(without), *limits])
        found = groupby(cursor.fetchall(), key=itemgetter(0))
    return {key: [_restored(event) for _, event in rows if event] for key, rows in found}


def take_out(lane: Lane, event: StoredEvent) -> bool:
    """The event has been handled: it leaves its line, and with the last one the line goes.

    True if it was the last. Raises LineMoved if it does not wait there, or is held by hand.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_OUT, [lane.consumer, event.key, event.id, event.id])
        taken, lines_gone = cursor.fetchone()
    if not taken:
        raise LineMoved(f"{event.type} {event.event_id} does not wait for {lane.consumer}.")
    return bool(lines_gone)


def unpark(lane: Lane, key: str) -> None:
    """Lets the aggregate go. Raises LineMoved if something waits in its line."""
    if _line(lane, key).exists():
        raise LineMoved(f"Something waits in the line of {key} for {lane.consumer} again.")
    _keys(lane).filter(key=key).delete()


def revive(parked_id: int) -> bool:
    """Makes the line due now, a dead one too, its attempts counted anew; whether it is there."""
    line = OutboxParkedKey.objects.filter(pk=parked_id)
    anew = {"state": ParkState.RETRYING, "attempts": 0, "deaths": 0, "next_retry_at": Now()}
    return bool(line.update(**anew))


def refused_topics(lane: Lane) -> dict[str, str]:
    """The topics that lines of the lane wait for, and why."""
    waiting = _keys(lane).filter(state=ParkState.RETRYING).exclude(topic="")
    return dict(waiting.values_list("topic", "error").distinct())


def note_failure(lane: Lane, event: StoredEvent, failure: Exception) -> None:
    """Another attempt failed: later again, or dead after the last one.

    `NotYet` never dies, and what was not taken for its topic was no attempt at all. Raises
    LineMoved if the event does not wait any more.
    """
    row = _row_of(lane, event)
    row.topic = _topic_of(failure)
    if not row.topic:
        row.attempts = row.attempts + 1 if row.head_event == event.id else 1
    row.head_event = event.id
    row.error = described(failure)
    row.next_retry_at = Now() + _pause(row.attempts, failure)
    if row.attempts >= LAST_ATTEMPT and not isinstance(failure, NotYet | TopicRefused):
        row.state = ParkState.DEAD
    row.save()


def begin_attempt(lane: Lane, event: StoredEvent) -> bool:
    """Writes down, before it is made, an attempt that the relay may not survive.

    False if too many relays have died of it: the line is dead then, and the attempt not made.
    Raises LineMoved if the event does not wait any more, or is being tried.
    """
    row = _row_of(lane, event)
    if not _keys(lane).filter(pk=row.pk, next_retry_at__lte=Now()).exists():
        raise LineMoved(f"{event.key} of {lane.consumer} was tried meanwhile.")
    row.deaths += row.error == DIED
    row.error = DIED
    row.next_retry_at = Now() + _pause(row.deaths + 1, RelayDied())
    if row.deaths >= LAST_ATTEMPT - 1:
        row.state = ParkState.DEAD
    row.save()
    return row.state != ParkState.DEAD


def described(failure: Exception) -> str:
    """What failed and where, without the message, unless it is known to name no person."""
    if isinstance(failure, Sayable):
        return f"{failure}"
    frames = traceback.extract_tb(failure.__traceback__)
    place = f"{frames[-1].name}:{frames[-1].lineno}" if frames else "unknown place"
    return f"{type(failure).__module__}.{type(failure).__qualname__} in {place}"


def _topic_of(failure: Exception) -> str:
    return failure.topic if isinstance(failure, TopicRefused) else ""


def _pause(attempts: int, failure: Exception) -> timedelta:
    if isinstance(failure, TopicRefused):
        first = longest = timedelta(seconds=TOPIC_PAUSE_SECONDS)
    elif isinstance(failure, NotYet):
        first, longest = _FIRST_NOT_YET, _LONGEST_NOT_YET
    else:
        first, longest = _FIRST_PAUSE, _LONGEST_PAUSE
    # What waits for days is tried so often that the doubled pause would be longer than time itself.
    pause: timedelta = min(first * 2 ** min(attempts - 1, _MOST_DOUBLINGS), longest)
    return pause * random.uniform(0.8, 1)  # noqa: S311 - jitter


def _row_of(lane: Lane, event: StoredEvent) -> OutboxParkedKey:
    row = _keys(lane).filter(key=event.key, state=ParkState.RETRYING).first()
    if row is None or not _line(lane, event.key).filter(outbox_id=event.id).exists():
        raise LineMoved(f"{event.type} {event.event_id} does not wait for {lane.consumer}.")
    return row


def _keys(lane: Lane) -> QuerySet[OutboxParkedKey]:
    return OutboxParkedKey.objects.filter(consumer=lane.consumer, shard=lane.shard)


def _line(lane: Lane, key: str) -> QuerySet[OutboxParkedEvent]:
    return OutboxParkedEvent.objects.filter(consumer=lane.consumer, key=key)


def _restored(event: str) -> StoredEvent:
    fields = json.loads(event)
    return StoredEvent(**{name: fields[name] for name in StoredEvent._fields})
