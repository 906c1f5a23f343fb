"""What goods cost until they lie on the shelf."""

from decimal import Decimal
from uuid import UUID

from apps.suppliers.models import PurchaseOrder, ReceiptLine
from apps.suppliers.rules import Landed, checked_amount, spread
from apps.suppliers.services.books import lock_order
from shop.kernel.errors import DomainError
from shop.kernel.outbox.unit_of_work import unit_of_work

_A_UNIT = Decimal("0.0001")


@unit_of_work
def enter_charges(*, order_id: UUID, freight: Decimal, duty: Decimal) -> PurchaseOrder:
    """What the purchase order costs besides its goods, all of it; may be said again.

    Raises NotFound, InvalidInput, DomainError if nobody was asked for the goods so far.
    """
    order = lock_order(order_id).order
    if order.sent_at is None:
        raise DomainError(f"{order} was not sent: nothing can have been paid for its way.")
    order.freight = checked_amount(freight, order.currency)
    order.duty = checked_amount(duty, order.currency)
    order.save(update_fields=["freight", "duty"])
    spread_charges(order)
    return order


@unit_of_work
def spread_charges(order: PurchaseOrder) -> None:
    """Every received line bears its share; together they bear all of it, to the cent."""
    lines = list(ReceiptLine.objects.filter(receipt__order=order).order_by("id"))
    if not lines:
        return
    goods = [Landed(units=line.quantity, unit_cost=line.unit_cost) for line in lines]
    freight = spread(order.freight, goods, currency=order.currency)
    duty = spread(order.duty, goods, currency=order.currency)
    for line, landed, *shares in zip(lines, goods, freight, duty, strict=True):
        line.charges = sum(shares, Decimal())
        line.landed_cost = ((landed.value + line.charges) / line.quantity).quantize(_A_UNIT)
    ReceiptLine.objects.bulk_update(lines, ["charges", "landed_cost"], batch_size=500)
