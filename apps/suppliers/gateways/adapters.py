"""What an adapter is.

One class with the methods of `SupplierAdapter`, named in `settings.SUPPLIER_ADAPTERS`, and judged
by tests/apps/suppliers/adapter_conformance.py.
"""

from dataclasses import dataclass
from typing import ClassVar, Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string

from apps.suppliers.rules import SupplierOrder, WantedOrder


class UnknownOrder(LookupError):
    """The supplier has no order with this id, or cannot be asked about orders."""


@dataclass(frozen=True, kw_only=True)
class Account:
    """Where a supplier is asked, and by which code we know him."""

    supplier: str
    address: str


class SupplierAdapter(Protocol):
    """A way in which suppliers are asked for goods."""

    can_be_asked: ClassVar[bool]
    """Whether he can be asked later what became of a purchase order."""

    def __init__(self, account: Account) -> None: ...

    def place(self, order: WantedOrder, *, key: str) -> SupplierOrder:
        """Asks for the goods; the same `key` makes one order, however often it is asked.

        Raises Refused for what can never be, Unreachable when it is not known whether the supplier
        has it.
        """

    def fetch(self, order_id: str) -> SupplierOrder:
        """The order as it is now. Raises UnknownOrder, Unreachable."""


def adapter_called(name: str, account: Account) -> SupplierAdapter:
    """The adapter registered under that name. Raises LookupError if there is none."""
    adapters: dict[str, str] = settings.SUPPLIER_ADAPTERS
    if name not in adapters:
        raise LookupError(f"No adapter is called {name}: add it to SUPPLIER_ADAPTERS.")
    return cast(SupplierAdapter, import_string(adapters[name])(account))
