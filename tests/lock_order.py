"""Whatever a test does, its units of work take their locks in the one order of the shop.

What may lock what: docs/explanation/locks.md.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID
from weakref import WeakKeyDictionary

import pytest
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from shop.kernel.outbox import unit_of_work
from shop.kernel.outbox.unit_of_work import UnitOfWork

LOCK_ORDER = (
    "orders_cart",
    "orders_draftorder",
    "orders_order",
    "payments_payment",
    "payments_walletaccount",
    "payments_savedcard",
    "orders_voucherslot",
    "suppliers_supplier",
    "suppliers_catalogueitem",
    "suppliers_purchaseorder",
    "suppliers_unmetneed",
    "inventory_stock",
    "inventory_terms",
    "inventory_reservation",
    "inventory_waitinglistentry",
    "inventory_transfer",
    "inventory_countsheet",
    "inventory_expectedunits",
    "inventory_announcement",
    "shipping_shipment",
    "orders_invoiceseries",
    "payments_settlementfeed",
)
_RANK = {table: rank for rank, table in enumerate(LOCK_ORDER)}

_SELECT_LOCK = re.compile(
    r"\bFOR\s+(?:NO\s+KEY\s+)?UPDATE\b(?:\s+OF\s+(?P<of>[\w\", ]+?))?"
    r"(?P<patience>\s+SKIP\s+LOCKED|\s+NOWAIT)?\s*(?:$|\))",
    re.IGNORECASE,
)
_READ = re.compile(r"\b(?:FROM|JOIN)\s+\"?(\w+)\"?", re.IGNORECASE)
_CHANGED = re.compile(r"\b(?:UPDATE|DELETE\s+FROM)\s+(?:ONLY\s+)?\"?(\w+)\"?", re.IGNORECASE)
_INSERTED = re.compile(r"\bINSERT\s+INTO\s+\"?(\w+)\"?", re.IGNORECASE)


@dataclass
class Journal:
    """What one unit of work has locked so far, and which rows it made itself."""

    highest: int = -1
    by: str = ""
    locked: set[str] = field(default_factory=set)
    born: dict[str, set[UUID]] = field(default_factory=dict)


class Said(NamedTuple):
    """What the text of a statement says, whatever its parameters."""

    inserts_into: list[str]
    locks: list[str]
    waits: bool
    selects: bool


_journals: WeakKeyDictionary[UnitOfWork, Journal] = WeakKeyDictionary()
_violations: list[str] = []


def pytest_configure() -> None:
    connection_created.connect(_watch, dispatch_uid="lock_order")


@pytest.fixture(autouse=True)
def _locks_in_order() -> Iterator[None]:
    """Fails the test during which somebody went back up the lock order."""
    _violations.clear()
    yield
    assert not _violations, "\n\n".join(_violations)


@pytest.fixture
def forgiven_violations() -> Iterator[list[str]]:
    """What was found during the test, which does not fail it."""
    yield _violations
    _violations.clear()


def _watch(connection: BaseDatabaseWrapper, **_: object) -> None:
    if _note not in connection.execute_wrappers:
        connection.execute_wrappers.append(_note)


def _note(
    execute: Callable[..., Any], statement: Any, parameters: Any, many: Any, context: Any
) -> Any:
    unit = unit_of_work._current.get()
    if unit is not None and isinstance(statement, str):
        _judge(_journals.setdefault(unit, Journal()), statement, _ids_in(parameters))
    return execute(statement, parameters, many, context)


def _judge(journal: Journal, statement: str, ids: set[UUID]) -> None:
    said = _said(statement)
    for table in said.inserts_into:
        journal.born.setdefault(table, set()).update(ids)
    for table in said.locks:
        if ids & journal.born.get(table, set()):
            continue
        rank = _RANK[table]
        # A change of a table that was locked before is taken for a change of the locked rows.
        if said.waits and rank < journal.highest and (said.selects or table not in journal.locked):
            _violations.append(
                f"{table} is locked after {LOCK_ORDER[journal.highest]}:\n"
                f"  first: {journal.by}\n  then: {_short(statement)}"
            )
        journal.locked.add(table)
        if rank > journal.highest:
            journal.highest, journal.by = rank, _short(statement)


@lru_cache(maxsize=4096)
def _said(statement: str) -> Said:
    """Most statements are said again and again, with other parameters."""
    return Said(
        inserts_into=_INSERTED.findall(statement),
        locks=_locked_tables(statement),
        waits=_waits(statement),
        selects=bool(_SELECT_LOCK.search(statement)),
    )


def _locked_tables(statement: str) -> list[str]:
    tables = _CHANGED.findall(statement)
    for lock in _SELECT_LOCK.finditer(statement):
        named = re.findall(r"\w+", lock["of"] or "")
        tables += named or _READ.findall(statement)
    return sorted({table for table in tables if table in _RANK}, key=_RANK.__getitem__)


def _waits(statement: str) -> bool:
    """Whoever skips what is locked holds what he gets, but is never the one who waits."""
    lock = _SELECT_LOCK.search(statement)
    return lock is None or not lock["patience"]


def _ids_in(parameters: Any) -> set[UUID]:
    if isinstance(parameters, UUID):
        return {parameters}
    if isinstance(parameters, list | tuple):
        return {found for value in parameters for found in _ids_in(value)}
    return set()


def _short(statement: str) -> str:
    return " ".join(statement.split())[:300]
