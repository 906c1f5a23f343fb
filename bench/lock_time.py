"""How long an order keeps the lock of its stock row, and where that time goes.

Orders are placed one after the other in this process: what others make of the machine meanwhile, or
of the lock, is none of it.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from statistics import median
from time import perf_counter
from typing import Any

import msgspec
from django.db import connection
from django.test import Client

from bench.load import Asked
from bench.results import Figures

# The first table that a statement names, or the function that writes events.
_TABLE = re.compile(r"(?:\b(?:FROM|INTO|UPDATE)\s+\"?|(?=outbox_emit\())(\w+)", re.IGNORECASE)
_PART_OF = {
    "inventory": "hold",
    "orders": "order",
    "payments": "payment",
    "kernel": "idempotency",
    "outbox": "outbox",
}
_LOCK = re.compile(r"FROM\s+inventory_stock\b.*\bFOR\s+UPDATE", re.IGNORECASE | re.DOTALL)


class Locked(Figures, kw_only=True):
    """A case that also says for how many milliseconds a lock is held, and by what.

    `lock_parts_ms`: statements by what they are about, `python` between them, and the `commit`.
    """

    lock_ms: float
    lock_parts_ms: dict[str, float]

    @property
    def said(self) -> str:
        return f"{self.value:g} {self.unit}, the row locked for {self.lock_ms:g} ms"


class Stopwatch:
    """Hears every statement and commit of this process; `orders` has the parts of each lock."""

    def __init__(self) -> None:
        self.orders: list[dict[str, float]] = []
        self._parts: dict[str, float] | None = None
        self._last = 0.0

    def statement(self, execute: Callable[..., Any], sql: str, *arguments: Any) -> Any:
        """As Django calls a wrapper of statements."""
        began = perf_counter()
        result = execute(sql, *arguments)
        if self._parts is not None:
            self._note(self._parts, _part_of(sql), began)
        elif _LOCK.search(sql):
            self._parts, self._last = defaultdict(float), perf_counter()
        return result

    def commit(self, commit: Callable[[], None]) -> None:
        """Ends the lock, if there is one."""
        began = perf_counter()
        commit()
        if self._parts is not None:
            self._note(self._parts, "commit", began)
            self.orders.append(self._parts)
            self._parts = None

    def _note(self, parts: dict[str, float], part: str, began: float) -> None:
        now = perf_counter()
        parts["python"] += began - self._last
        parts[part] += now - began
        self._last = now


def with_lock_time(figures: Figures, requests: Sequence[Asked]) -> Locked:
    """The figures, and the medians of these requests, which are answered in this process.

    Raises RuntimeError if one is refused.
    """
    stopwatch = Stopwatch()
    with _watched_by(stopwatch):
        for request in requests:
            _place(request)
    names = sorted({name for parts in stopwatch.orders for name in parts})
    return Locked(
        **msgspec.structs.asdict(figures),
        lock_ms=_median_ms([sum(parts.values()) for parts in stopwatch.orders]),
        lock_parts_ms={
            name: _median_ms([parts.get(name, 0.0) for parts in stopwatch.orders]) for name in names
        },
    )


@contextmanager
def _watched_by(stopwatch: Stopwatch) -> Iterator[None]:
    commit = connection.commit
    connection.commit = lambda: stopwatch.commit(commit)
    try:
        with connection.execute_wrapper(stopwatch.statement):
            yield
    finally:
        del connection.commit


def _place(request: Asked) -> None:
    response = Client(SERVER_NAME="localhost").post(
        request.path, data=request.body, content_type="application/json", headers=request.headers
    )
    if response.status_code != 201:
        raise RuntimeError(f"The request was refused: {response.content.decode()}")


def _part_of(sql: str) -> str:
    found = _TABLE.search(sql)
    return _PART_OF.get(found[1].partition("_")[0], "others") if found else "others"


def _median_ms(seconds: Sequence[float]) -> float:
    return round(median(seconds) * 1000, 3)
