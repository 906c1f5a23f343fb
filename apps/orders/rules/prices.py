"""Pure calculation: what an order costs, and how much of it is tax."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from shop.kernel.money import rounded


@dataclass(frozen=True, kw_only=True)
class PricedLine:
    """One line of an order: prices include tax; amounts in the order's currency."""

    sku: str
    title: str
    quantity: int
    unit_price: Decimal
    tax_rate: Decimal
    tax_rate_id: int | None
    currency: str

    @property
    def gross(self) -> Decimal:
        return rounded(self.unit_price * self.quantity, self.currency)

    @property
    def tax(self) -> Decimal:
        """The tax contained in the gross amount, rounded once per line."""
        return rounded(self.gross - self.gross / (1 + self.tax_rate), self.currency)


def total_of(lines: Iterable[PricedLine]) -> Decimal:
    """What the buyer pays, tax included."""
    return sum((line.gross for line in lines), Decimal(0))


def tax_of(lines: Iterable[PricedLine]) -> Decimal:
    """How much of the total is tax."""
    return sum((line.tax for line in lines), Decimal(0))
