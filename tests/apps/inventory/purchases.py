"""Tells inventory what suppliers would tell it about one purchase order."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from shop.events.suppliers import (
    ExpectedItem,
    PurchasedItem,
    PurchaseOrderAcknowledged,
    PurchaseOrderCancelled,
    PurchaseOrderClosed,
    PurchaseOrderPlaced,
    PurchaseOrderReceived,
    ReceivedItem,
)
from shop.kernel.identity import new_id
from tests.apps.inventory.story import PRICE, happen

DUE = date(2026, 12, 1)


@dataclass
class Told:
    """A purchase order for WEST, whose facts are told one by one."""

    id: UUID = field(default_factory=new_id)
    number: str = "PO-000007"

    def placed(self, **units: int) -> None:
        happen(
            PurchaseOrderPlaced(
                **self._named(),
                supplier="blitz",
                warehouse="WEST",
                items=tuple(
                    PurchasedItem(sku=sku, quantity=quantity, unit_cost=PRICE)
                    for sku, quantity in units.items()
                ),
                expected_on=DUE,
            )
        )

    def acknowledged(self, on: date = DUE, **units: int) -> None:
        happen(PurchaseOrderAcknowledged(**self._named(), expected=expected(units), expected_on=on))

    def received(self, outstanding: dict[str, int], **units: int) -> UUID:
        receipt_id = new_id()
        happen(
            PurchaseOrderReceived(
                **self._named(),
                supplier="blitz",
                warehouse="WEST",
                receipt_id=receipt_id,
                items=tuple(ReceivedItem(sku=sku, quantity=it) for sku, it in units.items()),
                outstanding=expected(outstanding),
                expected_on=DUE,
                is_complete=not outstanding,
            )
        )
        return receipt_id

    def closed(self, **given_up: int) -> None:
        happen(
            PurchaseOrderClosed(**self._named(), given_up=expected(given_up), reason="discontinued")
        )

    def cancelled(self) -> None:
        happen(PurchaseOrderCancelled(**self._named(), reason="too dear"))

    def _named(self) -> dict[str, object]:
        return {"purchase_order_id": self.id, "number": self.number}


def expected(units: dict[str, int]) -> tuple[ExpectedItem, ...]:
    return tuple(ExpectedItem(sku=sku, quantity=quantity) for sku, quantity in units.items())
