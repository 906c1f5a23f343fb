"""Several do something at the same moment, each in a thread with a connection of its own."""

from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Barrier, Semaphore
from typing import TypeVar

from django.db import connections

T = TypeVar("T")

MEETING_SECONDS = 30
"""So long the first one waits for the last one; a broken barrier tells that one never came."""

PLACES = Semaphore(40)
"""So many work in the database at once, as through a pool: all processes of a run share what a
server has."""


def at_once(actions: Iterable[Callable[[], T]]) -> list[T]:
    """What each of them returned, in their order. The first error comes through."""
    return [done.result() for done in _done_together(actions)]


def outcomes_of(actions: Iterable[Callable[[], T]]) -> list[T | BaseException]:
    """What each of them returned, or the error that it ended with, in their order."""
    return [done.exception() or done.result() for done in _done_together(actions)]


def in_a_thread(action: Callable[[], T]) -> Future[T]:
    """What becomes of the action, which goes on beside the test."""
    return ThreadPoolExecutor(1).submit(_on_its_own, action)


def _done_together(actions: Iterable[Callable[[], T]]) -> list[Future[T]]:
    waiting = list(actions)
    start = Barrier(len(waiting), timeout=MEETING_SECONDS)

    def run(action: Callable[[], T]) -> T:
        start.wait()
        return _on_its_own(action)

    with ThreadPoolExecutor(len(waiting)) as threads:
        return [threads.submit(run, action) for action in waiting]


def _on_its_own(action: Callable[[], T]) -> T:
    with PLACES:
        try:
            return action()
        finally:
            connections.close_all()
