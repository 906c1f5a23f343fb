"""A firm that is down is left alone for a while, instead of keeping every worker waiting for it.

One circuit breaker per firm, shared by all threads of a process, and by all processes that find
Redis.
"""

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import cache
from threading import Lock

import pybreaker
from django.conf import settings

from shop.kernel.errors import NotAsked, Unreachable
from shop.kernel.outside.memory import Memory
from shop.kernel.outside.metrics import breaker_states, call_seconds, calls_withheld
from shop.kernel.outside.sharing import Shared, new_token
from shop.kernel.outside.standings import forget_standings

LONGEST_TRIAL = 60.0
"""Seconds after which another one may try, if the call has no budget that says it."""


@contextmanager
def calling(firm: str, *, address: str = "", within: float = LONGEST_TRIAL) -> Iterator[None]:
    """Around one call of the firm: measures it, and counts an Unreachable as the firm's failure.

    Raises NotAsked at once while the firm is left alone: for `settings.BREAKER_SECONDS` after
    `settings.BREAKER_FAILURES` failures in a row, whoever had them. Then one call of all processes
    is let through and decides. A no of the firm is an answer like any other. The call should end
    `within` so many seconds: whoever tries for longer does not keep others from it.
    """
    try:
        with _breaker(firm, address).guarding(within), _measured(firm):
            yield
    except pybreaker.CircuitBreakerError:
        calls_withheld.labels(firm).inc()
        raise NotAsked(f"{firm} is left alone for a while: it gave no answers.") from None


def forget_breakers() -> None:
    """Every firm is asked, by everybody."""
    if _breaker.cache_info().currsize:
        forget_standings()
    _breaker.cache_clear()


class _Breaker:
    """Lets everybody through, nobody, or one who tries."""

    def __init__(self, firm: str, address: str = "") -> None:
        self._memory = Memory(rest_seconds=settings.BREAKER_SECONDS)
        self._shared = Shared(firm, address)
        self._circuit = pybreaker.CircuitBreaker(
            fail_max=settings.BREAKER_FAILURES,
            reset_timeout=settings.BREAKER_SECONDS,
            exclude=[lambda error: not isinstance(error, Unreachable)],
            listeners=[_Watch(firm)],
            state_storage=self._memory,
            throw_new_error_on_trip=False,
        )
        self._trial = Lock()
        breaker_states.note(firm, pybreaker.STATE_CLOSED)

    @contextmanager
    def guarding(self, within: float) -> Iterator[None]:
        token = new_token()
        # Not `circuit.call`, which holds its lock for as long as the firm takes to answer.
        with self._turn(token, within), self._circuit.calling(), self._told(token):
            yield

    def _turn(self, token: str, within: float) -> AbstractContextManager[object]:
        """What lasts as long as the call; raises CircuitBreakerError if it must not be made."""
        turn = self._shared.turn(
            token,
            lease=within,
            mine=self._memory.rest_left,
            is_untold=self._memory.is_untold,
        )
        if turn is None:
            return self._turn_by_memory()
        self._memory.learn(turn)
        if turn.is_nobodys:
            self._show_state()
            raise pybreaker.CircuitBreakerError("Nobody asks for now.")
        if not turn.is_everybodys:
            self._circuit.half_open()
        return nullcontext()

    def _turn_by_memory(self) -> AbstractContextManager[object]:
        if self._circuit.current_state == pybreaker.STATE_CLOSED:
            return nullcontext()
        return self._only_one()

    def _show_state(self) -> None:
        """The circuit notices what its memory has learnt, and says so to its listeners."""
        _ = self._circuit.state

    @contextmanager
    def _told(self, token: str) -> Iterator[None]:
        """Everybody hears what came of the call, before the circuit counts it."""
        try:
            yield
        except Unreachable as error:
            self._memory.told(self._shared.failed(token, str(error)))
            raise
        except Exception:
            # A no, or a mistake of ours in reading the answer.
            self._shared.answered(token)
            raise
        else:
            self._shared.answered(token)

    @contextmanager
    def _only_one(self) -> Iterator[None]:
        if not self._trial.acquire(blocking=False):
            raise pybreaker.CircuitBreakerError("Somebody else is trying.")
        try:
            yield
        finally:
            self._trial.release()


class _Watch(pybreaker.CircuitBreakerListener):
    """Notes the breaker's state for the metrics."""

    def __init__(self, firm: str) -> None:
        self._firm = firm

    def state_change(
        self,
        cb: pybreaker.CircuitBreaker,
        old_state: pybreaker.CircuitBreakerState | None,
        new_state: pybreaker.CircuitBreakerState,
    ) -> None:
        breaker_states.note(self._firm, new_state.name)


@cache
def _breaker(firm: str, address: str) -> _Breaker:
    return _Breaker(firm, address)


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
