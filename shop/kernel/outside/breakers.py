"""A firm that is down is left alone for a while, instead of keeping every worker waiting for it.

One circuit breaker per firm, shared by all threads of a process.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import Lock

import pybreaker
from django.conf import settings

from shop.kernel.errors import Unreachable
from shop.kernel.outside.metrics import breaker_state, call_seconds, calls_withheld


@contextmanager
def calling(firm: str, *, address: str = "") -> Iterator[None]:
    """Around one call of the firm: measures it, and counts an Unreachable as the firm's failure.

    Raises Unreachable at once while the firm is left alone: for `settings.BREAKER_SECONDS` after
    `settings.BREAKER_FAILURES` failures in a row. Then one call is let through and decides. A no
    of the firm is an answer like any other.
    """
    try:
        with _breaker(firm, address).guarding(), _measured(firm):
            yield
    except pybreaker.CircuitBreakerError:
        calls_withheld.labels(firm).inc()
        raise Unreachable(f"{firm} is left alone for a while: it gave no answers.") from None


def forget_breakers() -> None:
    """As a new process would begin: every firm is asked."""
    _breaker.cache_clear()


class _Breaker:
    """Lets everybody through, nobody, or one who tries."""

    def __init__(self, firm: str) -> None:
        self._circuit = pybreaker.CircuitBreaker(
            fail_max=settings.BREAKER_FAILURES,
            reset_timeout=settings.BREAKER_SECONDS,
            exclude=[lambda error: not isinstance(error, Unreachable)],
            listeners=[_Watch(firm)],
            throw_new_error_on_trip=False,
        )
        self._trial = Lock()
        breaker_state.labels(firm).state(pybreaker.STATE_CLOSED)

    @contextmanager
    def guarding(self) -> Iterator[None]:
        # Not `circuit.call`, which holds its lock for as long as the firm takes to answer.
        if self._circuit.current_state == pybreaker.STATE_CLOSED:
            with self._circuit.calling():
                yield
        else:
            with self._only_one(), self._circuit.calling():
                yield

    @contextmanager
    def _only_one(self) -> Iterator[None]:
        if not self._trial.acquire(blocking=False):
            raise pybreaker.CircuitBreakerError("Somebody else is trying.")
        try:
            yield
        finally:
            self._trial.release()


class _Watch(pybreaker.CircuitBreakerListener):
    """Shows the breaker's state in the metrics."""

    def __init__(self, firm: str) -> None:
        self._firm = firm

    def state_change(
        self,
        cb: pybreaker.CircuitBreaker,
        old_state: pybreaker.CircuitBreakerState | None,
        new_state: pybreaker.CircuitBreakerState,
    ) -> None:
        breaker_state.labels(self._firm).state(new_state.name)


@cache
def _breaker(firm: str, address: str) -> _Breaker:
    return _Breaker(firm)


@contextmanager
def _measured(firm: str) -> Iterator[None]:
    started = time.monotonic()
    outcome = "refused"
    try:
        yield
        outcome = "answered"
    except Unreachable:
        outcome = "unreachable"
        raise
    finally:
        call_seconds.labels(firm, outcome).observe(time.monotonic() - started)
