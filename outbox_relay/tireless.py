"""Threads that never give up, and an end to the process if one of them hangs."""

import logging
import os
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Sequence

from confluent_kafka import KafkaException
from django.db import DatabaseError, InterfaceError, connection

from outbox_relay.failures import Sayable

FIRST_BACKOFF_SECONDS, LONGEST_BACKOFF_SECONDS = 0.01, 5.0
WATCH_SECONDS, HUNG_AFTER_SECONDS = 1.0, 60.0
HUNG = 70
"""The exit code of a process in which a handler neither came to an end nor to a statement."""

_OUTAGES = (DatabaseError, InterfaceError, KafkaException, Sayable)

logger = logging.getLogger(__name__)


class Tireless(threading.Thread, ABC):
    """Works until `stopping` is set. Whatever fails, it starts over after a pause.

    The pause is longer each time, until work gets on again. It has one database connection.
    """

    def __init__(self, *, name: str, stopping: threading.Event) -> None:
        super().__init__(name=name)
        self.alive_at = time.monotonic()
        self._stopping = stopping
        self._backoff = FIRST_BACKOFF_SECONDS

    def run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._work()
            except Exception as failure:
                unexpected = not isinstance(failure, _OUTAGES)
                logger.warning(
                    "%s pauses %.2f s: %s", self.name, self._backoff, failure, exc_info=unexpected
                )
                self._start_over()
        try:
            self._leave()
        except (DatabaseError, InterfaceError) as failure:
            logger.warning("%s was not left in order: %s", self.name, failure)
        connection.close()

    @abstractmethod
    def _work(self) -> None:
        """Works until it fails or is to stop, and says `say_alive` and `_gets_on` meanwhile."""

    def _forget(self) -> None:
        """Before it starts over: lets go of what may be out of order."""

    def _leave(self) -> None:
        """At the end: leaves everything in order for the next one."""

    @property
    def hangs(self) -> bool:
        """It has said nothing for a while."""
        return self.is_alive() and time.monotonic() - self.alive_at > HUNG_AFTER_SECONDS

    @property
    def ended_early(self) -> bool:
        """What ended it was no failure that it could start over after."""
        return not self.is_alive() and not self._stopping.is_set()

    def _gets_on(self) -> None:
        self._backoff = FIRST_BACKOFF_SECONDS

    def _start_over(self) -> None:
        self._forget()
        connection.close()
        say_alive()
        self._stopping.wait(self._backoff)
        self._backoff = min(self._backoff * 2, LONGEST_BACKOFF_SECONDS)


def watch(threads: Sequence[Tireless]) -> None:
    """Returns when all have ended as they should.

    Ends the process, so that it is started anew, if one hangs, or ended before it was asked to.
    """
    while working := [thread for thread in threads if thread.is_alive()]:
        for thread in working:
            thread.join(WATCH_SECONDS)
        for thread in threads:
            if thread.hangs or thread.ended_early:
                logger.critical("%s hangs or ended: the process ends, too.", thread.name)
                os._exit(HUNG)


def say_alive() -> None:
    """Whoever calls this in the thread of a Tireless does not hang."""
    thread = threading.current_thread()
    if isinstance(thread, Tireless):
        thread.alive_at = time.monotonic()
