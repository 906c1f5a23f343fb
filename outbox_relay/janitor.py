"""Keeps the outbox tidy: room ahead of the sequence, and nothing that nobody needs any more."""

import logging
import threading
from collections.abc import Callable, Iterable
from itertools import count

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection, transaction

from outbox_relay import retention
from outbox_relay.inbox.tidying import tidy_inbox

Task = Callable[[], None]

EVERY_SECONDS = 60
MILLION_IDS_AHEAD = 6
LOCK_TIMEOUT = "2s"

_ADD_PARTITIONS = "SELECT outbox_add_partitions(%s)"
_SAME_LOCK = "hashtextextended('outbox_janitor', 0)"
_HOLD_BACK = f"SELECT pg_advisory_xact_lock({_SAME_LOCK})"
_ALONE = f"SELECT pg_try_advisory_xact_lock({_SAME_LOCK})"

logger = logging.getLogger(__name__)


class Janitor(threading.Thread):
    """Tidies up once a minute. Of several relays' janitors one does, the others leave it to him."""

    def __init__(self, *, stopping: threading.Event) -> None:
        super().__init__(name="janitor")
        self._stopping = stopping

    def run(self) -> None:
        for minute in count():
            if self._stopping.wait(EVERY_SECONDS):
                return
            tidy_up(EVERY_MINUTE if minute % 60 else (*EVERY_MINUTE, *EVERY_HOUR))
            connection.close()


def tidy_up(tasks: Iterable[Task]) -> None:
    """Does every task by itself: one that has to wait for a lock keeps none of the others back."""
    for task in tasks:
        try:
            _alone(task)
        except (DatabaseError, InterfaceError) as failure:
            logger.warning("the janitor tries to %s later: %s", task.__name__, failure)


def add_partitions() -> None:
    """Three empty partitions lie ahead; what overflowed into the default one gets its own."""
    with connection.cursor() as cursor:
        cursor.execute(_ADD_PARTITIONS, [MILLION_IDS_AHEAD])


def drop_old_partitions() -> None:
    """What everybody has read may go after `OUTBOX_RETENTION_DAYS`."""
    for name in retention.drop_passed_partitions(days=settings.OUTBOX_RETENTION_DAYS):
        logger.info("dropped %s: all its events are old, and read by all", name)


def thin_ticks() -> None:
    """One tick a minute stays, and none that is older than the events."""
    retention.thin_ticks(days=settings.OUTBOX_RETENTION_DAYS)


def forget_idle_streams() -> None:
    """The sequence of an aggregate that nothing was told of for ages begins anew."""
    retention.forget_idle_streams()


EVERY_MINUTE: tuple[Task, ...] = (add_partitions, drop_old_partitions, thin_ticks)
# Streams are read one and all: an index for that would make every event dearer.
EVERY_HOUR: tuple[Task, ...] = (forget_idle_streams, tidy_inbox)


def hold_janitors_back() -> None:
    """Until the open transaction ends, nobody tidies up."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLD_BACK)


def _alone(task: Task) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
        cursor.execute(_ALONE)
        if cursor.fetchone()[0]:
            task()
