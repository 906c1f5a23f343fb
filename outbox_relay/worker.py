"""One thread of the relay: takes its lanes, works on them in turn, and never gives up."""

import logging
import threading
import time
from collections.abc import Callable, Iterable
from typing import Protocol

from django.db import DatabaseError, InterfaceError, connection

from outbox_relay import cursors
from outbox_relay.cursors import Lane, Lease, LeaseLost, Position
from outbox_relay.sinks import SinkFailed
from outbox_relay.ticks import Tick, newest_tick

BUSY_PAUSE_SECONDS = 0.005
IDLE_PAUSE_SECONDS = 0.025
FIRST_BACKOFF_SECONDS, LONGEST_BACKOFF_SECONDS = 0.01, 5.0
RECLAIM_SECONDS = 0.5
LOCK_TIMEOUT = "200ms"

logger = logging.getLogger(__name__)


class LaneWork(Protocol):
    """What is done with a lane while its lease is ours."""

    lease: Lease

    def step(self, newest: Tick) -> bool:
        """Does the next piece of work; True if there was any."""

    def finish(self) -> None:
        """Saves what is done and frees the lane."""


Begin = Callable[[Lease, Position], LaneWork]


class Worker(threading.Thread):
    """Works on the given lanes until it is asked to stop. It has one database connection."""

    def __init__(self, lanes: dict[Lane, Begin], *, owner: str, stopping: threading.Event) -> None:
        super().__init__(name="+".join(sorted({lane.consumer for lane in lanes})))
        self._lanes = lanes
        self._owner = owner
        self._stopping = stopping
        self._works: dict[Lane, LaneWork] = {}
        self._looked_at = 0.0
        self._reclaim_until = 0.0
        self._backoff = FIRST_BACKOFF_SECONDS

    def run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._work_until_stopped()
            except (DatabaseError, InterfaceError, SinkFailed) as failure:
                logger.warning("%s pauses %.2f s: %s", self.name, self._backoff, failure)
                self._start_over()
            except Exception:
                logger.exception("%s pauses %.2f s", self.name, self._backoff)
                self._start_over()
        self._free_lanes()
        connection.close()

    def _work_until_stopped(self) -> None:
        prepare_session()
        # For a while, because the server may still be busy with the last session of a dead relay.
        self._reclaim_until = time.monotonic() + cursors.LEASE_SECONDS
        self._take_lanes(even_from=self._owner)
        pause = BUSY_PAUSE_SECONDS
        while not self._stopping.is_set():
            busy = self._step()
            self._backoff = FIRST_BACKOFF_SECONDS
            pause = BUSY_PAUSE_SECONDS if busy else min(pause * 1.5, IDLE_PAUSE_SECONDS)
            self._stopping.wait(pause)

    def _step(self) -> bool:
        self._look_after_leases()
        newest = newest_tick()
        return sum(self._step_of(lane, newest) for lane in list(self._works)) > 0

    def _step_of(self, lane: Lane, newest: Tick) -> bool:
        try:
            return self._works[lane].step(newest)
        except LeaseLost as loss:
            logger.warning("%s", loss)
            del self._works[lane]
            return False

    def _look_after_leases(self) -> None:
        now = time.monotonic()
        reclaiming = now < self._reclaim_until
        if now - self._looked_at < (RECLAIM_SECONDS if reclaiming else cursors.RENEW_SECONDS):
            return
        self._looked_at = now
        for lane, work in list(self._works.items()):
            self._renew(lane, work)
        self._take_lanes(even_from=self._owner if reclaiming else "")

    def _renew(self, lane: Lane, work: LaneWork) -> None:
        try:
            cursors.renew(work.lease)
        except LeaseLost as loss:
            logger.warning("%s", loss)
            del self._works[lane]

    def _take_lanes(self, *, even_from: str) -> None:
        """Takes every lane that is free, and what a dead relay of the name `even_from` had."""
        for lane in self._free(self._lanes):
            if taken := cursors.take(lane, self._owner, even_from=even_from):
                self._works[lane] = self._lanes[lane](*taken)

    def _free(self, lanes: Iterable[Lane]) -> list[Lane]:
        return [lane for lane in lanes if lane not in self._works]

    def _start_over(self) -> None:
        """Forgets everything in memory: the cursors in the database are the truth."""
        self._works.clear()
        connection.close()
        self._stopping.wait(self._backoff)
        self._backoff = min(self._backoff * 2, LONGEST_BACKOFF_SECONDS)

    def _free_lanes(self) -> None:
        for lane, work in self._works.items():
            try:
                work.finish()
            except (DatabaseError, InterfaceError, LeaseLost) as failure:
                logger.warning("%s was not freed, its lease runs out: %s", lane, failure)


def prepare_session() -> None:
    """A background job gives way to a shopper: it waits for locks less than a deadlock takes."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = '{LOCK_TIMEOUT}'")
