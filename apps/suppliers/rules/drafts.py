"""What staff or a file say of a supplier, of what he sells, and of what to order."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from apps.suppliers.rules.checking import (
    MAX_WAREHOUSE_CODE,
    checked_amount,
    checked_code,
    checked_days,
    checked_note,
    checked_quantity,
    checked_sku,
)
from shop.kernel.errors import InvalidInput

_ADDRESSES = {
    "email": (re.compile(r"[^@\s]+@[^@\s]+"), "a mail address"),
    "rest": (re.compile(r"https?://\S+"), "an address that begins with https://"),
}
_CURRENCY = re.compile("[A-Z]{3}")


@dataclass(frozen=True, kw_only=True)
class SupplierDraft:
    """A supplier, and how he is asked: `address` is what the adapter needs to find him."""

    code: str
    name: str
    currency: str
    adapter: str
    address: str
    warehouse: str
    lead_days: int
    approve_up_to: Decimal | None = None
    is_active: bool = True

    def check(self, *, adapters: Mapping[str, str]) -> None:
        """Raises InvalidInput for what nobody can mean."""
        checked_code(self.code)
        checked_days(self.lead_days)
        if not _CURRENCY.fullmatch(self.currency):
            raise InvalidInput(f"{self.currency!r} is no currency: give a code of ISO 4217.")
        if not 1 <= len(self.warehouse) <= MAX_WAREHOUSE_CODE:
            raise InvalidInput("Say to which warehouse the goods go, by its code.")
        if self.approve_up_to is not None:
            checked_amount(self.approve_up_to, self.currency)
        if self.adapter not in adapters:
            known = ", ".join(sorted(adapters))
            raise InvalidInput(f"Nobody is asked by {self.adapter!r}: give one of {known}.")
        self._check_address()

    def _check_address(self) -> None:
        pattern, said = _ADDRESSES.get(self.adapter, (re.compile(r"\S+"), "a word"))
        if not pattern.fullmatch(self.address):
            raise InvalidInput(
                f"{self.code} is asked by {self.adapter}: that needs {said}, not {self.address!r}."
            )


@dataclass(frozen=True, kw_only=True)
class ItemDraft:
    """What a supplier sells, and on which terms."""

    code: str
    sku: str
    cost: Decimal
    title: str = ""
    minimum_quantity: int = 1
    pack_size: int = 1
    order_up_to: int | None = None
    is_preferred: bool = False

    def check(self, *, currency: str) -> None:
        """Raises InvalidInput for what nobody can mean."""
        checked_sku(self.sku)
        checked_sku(self.code)
        checked_note(self.title, longest=300)
        checked_amount(self.cost, currency)
        checked_quantity(self.minimum_quantity)
        checked_quantity(self.pack_size)
        if self.order_up_to is not None:
            checked_quantity(self.order_up_to)


@dataclass(frozen=True, kw_only=True)
class LineDraft:
    """Units of a SKU to order; without a cost at what the catalogue of the supplier says."""

    sku: str
    quantity: int
    unit_cost: Decimal | None = None
