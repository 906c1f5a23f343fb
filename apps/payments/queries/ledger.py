"""The money as it was recorded, for those who check that nothing is lost or doubled."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection

from apps.payments import sql
from shop.events.base import Money
from shop.kernel import clock
from shop.kernel.money import money, rounded


@dataclass(frozen=True, kw_only=True)
class OrderMoney:
    """An order's money in major units of `currency`.

    `granted` is what the buyer need not pay after all, `going_back` is on its way back but not
    refunded yet, `promised` is kept by a bank until the goods leave, `state` one of open,
    authorised, paid, lapsed, closed.
    """

    order_id: UUID
    payment_id: UUID
    state: str
    amount: Decimal
    granted: Decimal
    captured: Decimal
    refunded: Decimal
    going_back: Decimal
    promised: Decimal
    currency: str

    @property
    def kept(self) -> Decimal:
        """What will be left with the shop when all refunds under way are done."""
        return self.captured - self.refunded - self.going_back

    @property
    def here(self) -> Decimal:
        """As above, with what a bank has promised; of that, what is not owed any more goes back."""
        return max(self.kept, min(self.kept + self.promised, self.amount - self.granted))


@dataclass(frozen=True, kw_only=True)
class Imbalance:
    """A payment whose numbers cannot be; `complaint` says in which way."""

    order_id: UUID
    payment_id: UUID
    complaint: str


@dataclass(frozen=True, kw_only=True)
class MoneyUnderWay:
    """Work with the gateway that has waited for longer than was asked about."""

    order_id: UUID
    what: str
    row_id: UUID
    claims: int


def captured_by_order(order_ids: Collection[UUID] | None = None) -> dict[UUID, OrderMoney]:
    """The money of these orders, or of all; orders without a payment are left out."""
    wanted = None if order_ids is None else list(order_ids)
    rows = _rows(sql.MONEY_BY_ORDER, [wanted, wanted])
    return {row[0]: OrderMoney(**dict(zip(sql.MONEY_COLUMNS, row, strict=True))) for row in rows}


def payments_out_of_balance() -> list[Imbalance]:
    """Every payment whose parts do not add up, with what is wrong about it; empty is well."""
    rows = _rows(sql.IMBALANCES, [])
    return [
        Imbalance(order_id=order_id, payment_id=payment_id, complaint=complaint)
        for order_id, payment_id, complaint in rows
    ]


def wallets_out_of_balance() -> list[str]:
    """What is wrong in the ledger of the wallets, one sentence each; empty is well."""
    return [complaint for (complaint,) in _rows(sql.WALLET_IMBALANCES, [])]


def gateways_out_of_balance() -> list[str]:
    """Money of gateways that the ledger tells otherwise, one sentence each; empty is well."""
    return [complaint for (complaint,) in _rows(sql.GATEWAY_IMBALANCES, [])]


def held_by_gateways() -> dict[str, list[Money]]:
    """What each gateway took for us and did not give back, by currency."""
    held: dict[str, list[Money]] = {}
    for gateway, currency, amount in _rows(sql.HELD_BY_GATEWAYS, []):
        held.setdefault(gateway, []).append(money(amount, currency))
    return held


@dataclass(frozen=True, kw_only=True)
class Booked:
    """A line of the ledger about a charge: so much came in at its gateway, or (below zero) went."""

    charge_id: str
    order_id: UUID
    order_number: str
    amount: Decimal
    currency: str
    at: datetime


def booked_at(gateway: str, charge_ids: Collection[str] | None = None) -> list[Booked]:
    """What the ledger says of these charges of the gateway, or of all, the oldest first."""
    wanted = None if charge_ids is None else list(charge_ids)
    return [
        Booked(
            charge_id=charge_id,
            order_id=order_id,
            order_number=number,
            amount=rounded(amount, currency),
            currency=currency,
            at=at,
        )
        for charge_id, order_id, number, amount, currency, at in _rows(
            sql.BOOKED_AT_GATEWAY, [gateway, wanted, wanted]
        )
    ]


def money_under_way(*, longer_than: timedelta) -> list[MoneyUnderWay]:
    """Attempts and refunds that began longer ago and are not over."""
    rows = _rows(sql.UNDER_WAY, [clock.now() - longer_than] * 2)
    return [
        MoneyUnderWay(order_id=order_id, what=what, row_id=row_id, claims=claims)
        for order_id, what, row_id, claims in rows
    ]


def _rows(statement: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
