from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from django.conf import settings
from django.db import connection, transaction

from apps.orders.queries import money_of_orders
from apps.payments.queries import booked_at, settled_gateways, settlement_at
from apps.payments.rules import Break, BreakKind, SettlementLine
from apps.payments.services import keep_breaks
from shop.kernel import clock
from shop.operations.reconcile.matching import Patience, compared
from shop.operations.verify import Standing
from shop.operations.verify import money as verify

_OUR_BOOKS = (
    verify.orders_and_payments_agree,
    verify.confirmed_orders_are_paid,
    verify.captured_money_has_an_order_or_went_back,
    verify.payments_add_up,
    verify.gateways_add_up,
)
"""Orders against payments, and payments against the ledger."""


@dataclass(frozen=True)
class Reconciliation:
    """How many lines were held against the books, and every difference."""

    lines: int
    breaks: list[Break]


def reconciled(gateway: str, told: Iterable[SettlementLine]) -> Reconciliation:
    """Three ways, in one snapshot: the gateway's lines and our ledger, it and payments, these and
    orders. Nothing is changed or locked."""
    lines = list(told)
    with _snapshot():
        breaks = [*_of_our_books(), *compared(lines, booked_at(gateway))]
    return Reconciliation(len(lines), breaks)


def reconciled_kept(gateway: str) -> Reconciliation:
    """The same with all lines of the gateway that are kept here."""
    with _snapshot():
        lines, breaks = _kept_against_ledger(gateway)
        return Reconciliation(lines, [*_of_our_books(), *breaks])


def match() -> list[Break]:
    """Holds what is kept of all gateways against the books, and keeps what was found."""
    seen_at = clock.now()
    with _snapshot():
        breaks = list(_of_our_books())
        for gateway in settled_gateways():
            breaks += _kept_against_ledger(gateway)[1]
    keep_breaks(seen_at=seen_at, breaks=breaks)
    return breaks


def _kept_against_ledger(gateway: str) -> tuple[int, list[Break]]:
    kept = settlement_at(gateway)
    patience = Patience(
        now=clock.now(),
        told_since=kept.told_since,
        told_until=kept.told_until,
        settles_within=settings.SETTLES_WITHIN,
    )
    breaks = compared(kept.lines, booked_at(gateway, kept.differing), patience)
    for line, other in kept.otherwise:
        sentence = f"Line {line.id} said {line} first, and {other} another time."
        breaks.append(
            Break(kind=BreakKind.TOLD_DIFFERENTLY, subject=line.charge_id, sentence=sentence)
        )
    return kept.count, [replace(one, provider=gateway) for one in breaks]


def _of_our_books() -> Iterator[Break]:
    findings = [it for look in _OUR_BOOKS for it in look() if it.standing == Standing.BROKEN]
    orders = {f"order {it.number}": it.order_id for it in money_of_orders()} if findings else {}
    for finding in findings:
        yield Break(
            kind=BreakKind.OUR_BOOKS_DIFFER,
            subject=finding.subject,
            sentence=finding.sentence,
            order_id=orders.get(finding.subject),
        )


@contextmanager
def _snapshot() -> Iterator[None]:
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
