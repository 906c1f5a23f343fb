"""A proposal becomes a purchase order, or does not."""

from datetime import date
from uuid import UUID

from apps.suppliers.models import PurchaseOrder, PurchaseOrderState
from apps.suppliers.queries import lead_times
from apps.suppliers.rules import checked_reason
from apps.suppliers.services.books import Locked, lock_order
from shop.events.suppliers import PurchasedItem, PurchaseOrderCancelled, PurchaseOrderPlaced
from shop.kernel import clock
from shop.kernel.bus import publish
from shop.kernel.context import current_context
from shop.kernel.errors import DomainError
from shop.kernel.money import money
from shop.kernel.outbox.unit_of_work import unit_of_work


@unit_of_work
def approve_purchase(*, order_id: UUID) -> PurchaseOrder:
    """It goes to the supplier, in the name of whoever approves. Raises NotFound, DomainError."""
    locked = lock_order(order_id)
    _approve(locked, by=current_context().actor)
    return locked.order


@unit_of_work
def approve_purchase_by_rule(*, order_id: UUID) -> None:
    """Approves a proposal that costs no more than its supplier's limit; others wait for staff."""
    locked = lock_order(order_id)
    limit = locked.order.supplier.approve_up_to
    is_open = locked.order.state == PurchaseOrderState.PROPOSED
    if is_open and limit is not None and locked.total <= limit:
        _approve(locked, by=f"rule: up to {limit:f} {locked.order.currency}")


@unit_of_work
def cancel_purchase(*, order_id: UUID, reason: str) -> PurchaseOrder:
    """Nobody wants it, and nobody was asked for it. Raises NotFound, InvalidInput, DomainError."""
    why = checked_reason(reason)
    order = lock_order(order_id).order
    was_placed = order.state == PurchaseOrderState.APPROVED
    order.cancel(reason=why)
    order.save()
    if was_placed:
        publish(PurchaseOrderCancelled(purchase_order_id=order.id, number=order.number, reason=why))
    return order


def _approve(locked: Locked, *, by: str) -> None:
    if not locked.lines:
        raise DomainError(f"Nothing is on {locked.order}: there is nothing to approve.")
    if not locked.order.supplier.is_active:
        raise DomainError(f"{locked.order.supplier} is not active: nothing is ordered there.")
    locked.order.approve(by=by, expected_on=_expected_on(locked))
    locked.order.name_cause(publish(_placed(locked)))
    locked.order.save()


def _expected_on(locked: Locked) -> date:
    """When the last of it comes, as far as the supplier's past tells."""
    times = lead_times(locked.order.supplier, [line.sku for line in locked.lines])
    return max(time.from_day(clock.now().date()) for time in times.values())


def _placed(locked: Locked) -> PurchaseOrderPlaced:
    order = locked.order
    return PurchaseOrderPlaced(
        purchase_order_id=order.id,
        number=order.number,
        supplier=order.supplier_id,
        warehouse=order.warehouse,
        items=tuple(
            PurchasedItem(
                sku=line.sku,
                quantity=line.quantity,
                unit_cost=money(line.unit_cost, order.currency),
            )
            for line in locked.lines
        ),
        expected_on=order.due_on,
    )
