"""A service and everything it causes become true together, or not at all."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import OperationalError, connection, transaction
from psycopg.errors import DeadlockDetected

from shop.kernel.context import acting_in, current_context
from shop.kernel.outbox.envelope import Envelope
from shop.kernel.outbox.sql import write_envelopes

P = ParamSpec("P")
R = TypeVar("R")


class UnitOfWorkDoomed(RuntimeError):
    """A part of the unit of work failed; nothing of it may be committed."""


class UnitOfWork:
    """Collects what is published until the transaction is about to commit."""

    def __init__(self) -> None:
        self._envelopes: list[Envelope] = []
        self._failure: BaseException | None = None
        self._savepoints = 0
        self._written = False

    def began(self) -> None:
        self._savepoints = len(connection.savepoint_ids)

    def keep(self, envelope: Envelope) -> None:
        """Remembers the envelope for the commit.

        Raises RuntimeError inside a savepoint: its rollback would leave a ghost of the event.
        """
        if self._written:
            raise RuntimeError("This unit of work has already written its events.")
        if len(connection.savepoint_ids) > self._savepoints:
            raise RuntimeError("Publish outside of nested atomic() blocks.")
        self._envelopes.append(envelope)

    def doom(self, failure: BaseException) -> None:
        self._failure = self._failure or failure

    def write(self) -> None:
        """Writes all envelopes in the order of their publication, in one statement.

        Raises UnitOfWorkDoomed if a joined part failed, even if somebody swallowed the error.
        """
        if self._failure is not None:
            raise UnitOfWorkDoomed(
                "A part of this unit of work failed and its error was swallowed."
            ) from self._failure
        self._written = True
        if self._envelopes:
            write_envelopes(self._envelopes)


_current: ContextVar[UnitOfWork | None] = ContextVar("unit_of_work", default=None)


def unit_of_work(service: Callable[P, R]) -> Callable[P, R]:
    """Makes the function one transaction together with all it publishes.

    Joins the unit that is open, without a savepoint. The outermost one is tried a second time when
    PostgreSQL chose it as the victim of a deadlock.
    """

    @wraps(service)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if _current.get() is not None:
            with dooming_errors():
                return service(*args, **kwargs)
        try:
            return _outermost(service, *args, **kwargs)
        except OperationalError as error:
            if not isinstance(error.__cause__, DeadlockDetected) or connection.in_atomic_block:
                raise
        return _outermost(service, *args, **kwargs)

    return run


def _outermost(service: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    with open_unit_of_work():
        return service(*args, **kwargs)


@contextmanager
def open_unit_of_work() -> Iterator[None]:
    """The outermost unit of work as a block, for those who drive handlers themselves.

    It begins a story, if none was begun, so that all it publishes belongs together.
    """
    unit = UnitOfWork()
    token = _current.set(unit)
    try:
        with acting_in(current_context()), transaction.atomic(durable=True):
            unit.began()
            yield
            unit.write()
    finally:
        _current.reset(token)


@contextmanager
def dooming_errors() -> Iterator[None]:
    """An error that leaves the block spoils the open unit of work, whoever catches it."""
    try:
        yield
    except BaseException as failure:
        open_unit().doom(failure)
        raise


def open_unit() -> UnitOfWork:
    """The open unit of work. Raises RuntimeError if there is none."""
    unit = _current.get()
    if unit is None:
        raise RuntimeError("Publish inside a @unit_of_work: an event belongs to a transaction.")
    return unit
