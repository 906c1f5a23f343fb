"""Which events that come in are news: by their ids, and by their place in their aggregate."""

from enum import StrEnum

from django.db import OperationalError, connection

from outbox_relay.cursors import LITTLE_PATIENCE
from outbox_relay.failures import is_transient
from outbox_relay.stored import StoredEvent

_ARRIVE = f"SELECT {LITTLE_PATIENCE}, outbox_arrive(%s, %s, %s, %s, %s, %s)"
_ROWS = """
FROM outbox_inbox_stream WHERE aggregate_id = %s AND aggregate_type = %s AND consumer = %s
ORDER BY id FOR UPDATE
"""
_WAIT_FOR = f"SELECT id {_ROWS}"
_HOLD = f"SELECT id, {LITTLE_PATIENCE} {_ROWS} NOWAIT"


class Arrival(StrEnum):
    """What an event is to a consumer that heard others of the same aggregate.

    NEXT comes after the last one, or is the first that is heard of the aggregate at all. With a GAP
    others are missing before it; one of these is LATE. AGAIN was heard, or is parked. What is OLD
    was passed without being missed.
    """

    NEXT = "next"
    GAP = "gap"
    LATE = "late"
    AGAIN = "again"
    OLD = "old"

    @property
    def is_news(self) -> bool:
        return self not in {Arrival.AGAIN, Arrival.OLD}


def arrive(consumer: str, source: str, event: StoredEvent) -> Arrival:
    """Writes down that the event came; the aggregate's row is locked until the transaction ends."""
    aggregate = event.aggregate_type, event.aggregate_id
    with connection.cursor() as cursor:
        cursor.execute(_ARRIVE, [consumer, source, event.event_id, *aggregate, event.seq])
        return Arrival(cursor.fetchone()[-1])


def hold(consumer: str, key: str) -> bool:
    """Locks the rows of the parked aggregate, of whatever source; False if somebody is at it.

    The transaction has to be left then.
    """
    try:
        return _locked(_HOLD, consumer, key)
    except OperationalError as failure:
        if not is_transient(failure):
            raise
        return False


def wait_for(consumer: str, key: str) -> bool:
    """Locks the rows of the aggregate once they are free; False if nothing was ever heard of it."""
    return _locked(_WAIT_FOR, consumer, key)


def _locked(statement: str, consumer: str, key: str) -> bool:
    aggregate_type, _, aggregate_id = key.partition(":")
    with connection.cursor() as cursor:
        cursor.execute(statement, [aggregate_id, aggregate_type, consumer])
        return cursor.fetchone() is not None
