"""What an order costs, and how much of it is tax.

Prices include tax. Every line, and the shipping, is rounded by itself, half away from zero, to the
minor unit of its currency; totals are sums of rounded amounts, so nothing is off by a cent.
"""

from dataclasses import dataclass
from decimal import Decimal

from shop.kernel.money import rounded


def contained_tax(gross: Decimal, rate: Decimal, currency: str) -> Decimal:
    """The tax in an amount that includes it; a `rate` of 0.19 is 19 percent of the net amount."""
    return rounded(gross - gross / (1 + rate), currency)


@dataclass(frozen=True, kw_only=True)
class PricedLine:
    """One line of an order; amounts in the order's currency. Tickets need no parcel."""

    sku: str
    title: str
    quantity: int
    unit_price: Decimal
    tax_rate: Decimal
    tax_rate_id: int | None
    currency: str
    ticketed: bool = False
    seats: tuple[str, ...] = ()

    @property
    def gross(self) -> Decimal:
        return rounded(self.unit_price * self.quantity, self.currency)

    @property
    def tax(self) -> Decimal:
        """The tax contained in the gross amount, rounded once per line."""
        return contained_tax(self.gross, self.tax_rate, self.currency)


@dataclass(frozen=True, kw_only=True)
class PricedShipping:
    """One way to send the goods, and what it costs; `rate_id` is the rule that says so."""

    method: str
    title: str
    amount: Decimal
    free_from: Decimal | None
    rate_id: int | None
    tax_rate: Decimal
    tax_rate_id: int | None
    currency: str

    def gross(self, goods: Decimal) -> Decimal:
        """What sending goods of this worth costs."""
        is_free = self.free_from is not None and goods >= self.free_from
        return Decimal(0) if is_free else rounded(self.amount, self.currency)

    def tax(self, goods: Decimal) -> Decimal:
        """The tax contained in it."""
        return contained_tax(self.gross(goods), self.tax_rate, self.currency)


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """Everything that makes up the price of an order; a shop without rates sends for nothing."""

    lines: tuple[PricedLine, ...]
    shipping: PricedShipping | None

    @property
    def currency(self) -> str:
        return self.lines[0].currency

    @property
    def goods(self) -> Decimal:
        return sum((line.gross for line in self.lines), Decimal(0))

    @property
    def sent(self) -> Decimal:
        """What of it goes into a parcel."""
        return sum((line.gross for line in self.lines if not line.ticketed), Decimal(0))

    @property
    def shipping_total(self) -> Decimal:
        return self.shipping.gross(self.sent) if self.shipping else Decimal(0)

    @property
    def shipping_tax(self) -> Decimal:
        return self.shipping.tax(self.sent) if self.shipping else Decimal(0)

    @property
    def total(self) -> Decimal:
        """What the buyer pays."""
        return self.goods + self.shipping_total

    @property
    def tax(self) -> Decimal:
        """How much of the total is tax."""
        return sum((line.tax for line in self.lines), self.shipping_tax)
