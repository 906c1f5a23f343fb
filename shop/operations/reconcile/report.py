from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import connection, transaction

from apps.payments.queries import booked_at
from shop.operations.reconcile.breaks import Break, Kind
from shop.operations.reconcile.lines import SettlementLine
from shop.operations.reconcile.matching import compared
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
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        breaks = [*_of_our_books(), *compared(lines, booked_at(gateway))]
    return Reconciliation(len(lines), breaks)


def _of_our_books() -> Iterator[Break]:
    for look in _OUR_BOOKS:
        for finding in look():
            if finding.standing == Standing.BROKEN:
                yield Break(
                    kind=Kind.OUR_BOOKS_DIFFER, subject=finding.subject, sentence=finding.sentence
                )
