"""Carts as their shoppers see them, at the prices of this moment."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.conf import settings

from apps.orders import sql
from shop.events.base import Money
from shop.kernel.money import money


@dataclass(frozen=True, kw_only=True)
class ShownCartLine:
    """One line of a cart; `seen_price` is what one unit cost when it was put in.

    Tickets may have picked `seats`; those without one are for any.
    """

    sku: str
    title: str
    quantity: int
    unit_price: Money
    seen_price: Money
    sellable: bool
    ticketed: bool = False
    seats: tuple[str, ...] = ()

    @property
    def price_changed(self) -> bool:
        return self.unit_price != self.seen_price

    @property
    def any_seats(self) -> int:
        """Tickets for which no seat was picked."""
        return self.quantity - len(self.seats)

    @property
    def gross(self) -> Money:
        return money(self.unit_price.amount * self.quantity, self.unit_price.currency)


@dataclass(frozen=True, kw_only=True)
class ShownCart:
    """A cart; one that was never filled has no id. What is no longer for sale counts no money.

    `voucher` is the code of the voucher that it is to be ordered with.
    """

    id: UUID | None
    lines: tuple[ShownCartLine, ...]
    voucher: str = ""

    @property
    def count(self) -> int:
        """How many units there are in it."""
        return sum(line.quantity for line in self.lines)

    @property
    def needs_shipping(self) -> bool:
        """Whether some of it has to be brought to its buyer."""
        return any(not line.ticketed for line in self.lines if line.sellable)

    @property
    def subtotal(self) -> Money:
        """What its goods cost, as their prices say, without sending them."""
        return _sum(line.gross for line in self.lines if line.sellable)


def cart_of(customer_id: UUID) -> ShownCart:
    """The customer's open cart, in one query."""
    rows = sql.cart_lines(customer_id)
    return ShownCart(
        id=rows[0].cart_id if rows else None,
        lines=tuple(_shown_line(row) for row in rows if row.sku is not None),
        voucher=rows[0].voucher_code if rows else "",
    )


def _shown_line(row: sql.CartRow) -> ShownCartLine:
    seen = money(row.seen_price, row.seen_currency)
    return ShownCartLine(
        sku=row.sku or "",
        title=row.title or "",
        quantity=row.quantity,
        unit_price=seen if row.price is None else money(row.price, row.currency),
        seen_price=seen,
        sellable=bool(row.sellable),
        ticketed=bool(row.ticketed),
        seats=tuple(row.seats),
    )


def _sum(amounts: Iterable[Money]) -> Money:
    found = list(amounts)
    currency = found[0].currency if found else settings.CURRENCY
    return money(sum((amount.amount for amount in found), Decimal(0)), currency)
