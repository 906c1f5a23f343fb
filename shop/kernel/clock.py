"""The only clock of business code, so that history and time limits can be played fast-forward."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta

_offset: ContextVar[timedelta] = ContextVar("clock_offset", default=timedelta())


def now() -> datetime:
    """The present as the business sees it, aware, in UTC."""
    return datetime.now(UTC) + _offset.get()


@contextmanager
def travelled_to(moment: datetime) -> Iterator[None]:
    """Within the block, and only in this thread, time goes on from `moment` (aware)."""
    token = _offset.set(moment - datetime.now(UTC))
    try:
        yield
    finally:
        _offset.reset(token)
