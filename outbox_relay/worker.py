"""One thread of the relay: works on its lanes in turn, and never gives up."""

import logging
import threading
import time
from collections.abc import Mapping

from django.db import DatabaseError, InterfaceError, connection

from outbox_relay.cursors import Lane, LeaseLost
from outbox_relay.failures import Session
from outbox_relay.leases import Begin, Holding
from outbox_relay.ticks import Tick, newest_tick

BUSY_PAUSE_SECONDS = 0.005
IDLE_PAUSE_SECONDS = 0.025
FIRST_BACKOFF_SECONDS, LONGEST_BACKOFF_SECONDS = 0.01, 5.0

logger = logging.getLogger(__name__)


class Worker(threading.Thread):
    """Works on the given lanes until it is asked to stop. It has one database connection."""

    def __init__(
        self, lanes: Mapping[Lane, Begin], *, owner: str, stopping: threading.Event
    ) -> None:
        super().__init__(name="+".join(sorted({lane.consumer for lane in lanes})))
        self.alive_at = time.monotonic()
        self._holding = Holding(lanes, team=self.name, owner=owner)
        self._stopping = stopping
        self._backoff = FIRST_BACKOFF_SECONDS

    def run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._work_until_stopped()
            except (DatabaseError, InterfaceError) as failure:
                logger.warning("%s pauses %.2f s: %s", self.name, self._backoff, failure)
                self._start_over()
            except Exception:
                logger.exception("%s pauses %.2f s", self.name, self._backoff)
                self._start_over()
        self._let_go()
        connection.close()

    def _work_until_stopped(self) -> None:
        session, pause = Session(), BUSY_PAUSE_SECONDS
        while not self._stopping.is_set():
            self.alive_at = time.monotonic()
            self._holding.look_after()
            busy = self._step(session)
            self._backoff = FIRST_BACKOFF_SECONDS
            pause = BUSY_PAUSE_SECONDS if busy else min(pause * 1.5, IDLE_PAUSE_SECONDS)
            self._stopping.wait(pause)

    def _step(self, session: Session) -> bool:
        newest = newest_tick()
        steps = [self._step_of(lane, newest, session) for lane in list(self._holding.works)]
        return any(steps)

    def _step_of(self, lane: Lane, newest: Tick, session: Session) -> bool:
        if not self._holding.is_fresh or lane not in self._holding.works:
            return False
        try:
            return self._holding.works[lane].step(newest)
        except LeaseLost as loss:
            self._holding.lost(lane, loss)
        except Exception as failure:
            session.raise_if_lost(failure)
            self._holding.rest(lane, failure)
        return False

    def _start_over(self) -> None:
        self._holding.begin_anew()
        connection.close()
        self._stopping.wait(self._backoff)
        self._backoff = min(self._backoff * 2, LONGEST_BACKOFF_SECONDS)

    def _let_go(self) -> None:
        try:
            self._holding.let_go()
        except (DatabaseError, InterfaceError) as failure:
            logger.warning("%s was not left in order, its leases run out: %s", self.name, failure)
