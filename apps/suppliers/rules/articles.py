"""What a supplier's own file says of an article."""

from dataclasses import dataclass
from decimal import Decimal

from apps.suppliers.rules.checking import (
    checked_amount,
    checked_note,
    checked_quantity,
    checked_sku,
)
from shop.kernel.errors import InvalidInput


@dataclass(frozen=True, kw_only=True)
class InStock:
    """What a supplier has; with `or_more` he has at least so many units."""

    units: int
    or_more: bool = False


@dataclass(frozen=True, kw_only=True)
class Terms:
    """On which terms an article is bought; what is None stays as it is."""

    minimum_quantity: int | None = None
    pack_size: int | None = None
    order_up_to: int | None = None


@dataclass(frozen=True, kw_only=True)
class Article:
    """Something that a supplier sells under `code`; what is None, his file does not say."""

    code: str
    sku: str
    title: str
    cost: Decimal | None
    in_stock: InStock | None
    terms: Terms = Terms()

    def check(self, *, currency: str) -> None:
        """Raises InvalidInput for what nobody can mean."""
        checked_sku(self.code)
        checked_sku(self.sku)
        checked_note(self.title, longest=300)
        if self.cost is not None:
            checked_amount(self.cost, currency)
        if self.in_stock and not 0 <= self.in_stock.units <= 1_000_000_000:
            raise InvalidInput(f"A supplier cannot have {self.in_stock.units} units.")
        for units in vars(self.terms).values():
            if units is not None:
                checked_quantity(units)
