"""Purchase orders behind their lock, and what others are told of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from apps.suppliers.models import PurchaseOrder, PurchaseOrderLine
from shop.events.suppliers import ExpectedItem
from shop.kernel.errors import NotFound


@dataclass(frozen=True, kw_only=True)
class Locked:
    """A purchase order and its lines, locked."""

    order: PurchaseOrder
    lines: list[PurchaseOrderLine]

    @property
    def total(self) -> Decimal:
        return sum((line.cost for line in self.lines), Decimal())

    def by_sku(self) -> dict[str, PurchaseOrderLine]:
        return {line.sku: line for line in self.lines}

    def by_code(self) -> dict[str, PurchaseOrderLine]:
        return {line.code: line for line in self.lines}

    def outstanding(self) -> tuple[ExpectedItem, ...]:
        """What is still to come, as events tell of it."""
        return tuple(expected_items(self.lines))

    def save(self) -> None:
        self.order.save()
        changed = ["acknowledged", "received", "surplus"]
        PurchaseOrderLine.objects.bulk_update(self.lines, changed, batch_size=500)


def lock_order(order_id: UUID) -> Locked:
    """Raises NotFound."""
    try:
        order = PurchaseOrder.objects.select_for_update().get(pk=order_id)
    except PurchaseOrder.DoesNotExist as error:
        raise NotFound(f"There is no purchase order {order_id}.") from error
    return Locked(order=order, lines=list(order.lines.all()))


def expected_items(lines: Iterable[PurchaseOrderLine]) -> Iterable[ExpectedItem]:
    return (
        ExpectedItem(sku=line.sku, quantity=line.outstanding) for line in lines if line.outstanding
    )
