"""Units of an order that are still to come: it is sent when all of them are there."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from apps.orders.models import Order, OrderLine, OrderState
from apps.orders.services.locks import locked_order
from shop.events.inventory import BackorderedItem
from shop.events.orders import OrderReleased
from shop.kernel.bus import publish
from shop.kernel.errors import DomainError
from shop.kernel.outbox.unit_of_work import unit_of_work


def note_backordered(order_id: UUID, items: Sequence[BackorderedItem]) -> None:
    """The lines of a new order remember what they wait for; the first line of a SKU waits last."""
    waiting: list[OrderLine] = []
    for item in items:
        missing = item.quantity
        for line in _lines(order_id, item.sku).order_by("-position"):
            line.awaited = min(missing, line.quantity)
            line.promised_for = item.promised_for if line.awaited else None
            missing -= line.awaited
            waiting.append(line)
    OrderLine.objects.bulk_update(waiting, ["awaited", "promised_for"])


@unit_of_work
def take_in_backordered(*, order_id: UUID, sku: str, quantity: int) -> None:
    """So many units came. A confirmed order that waits for no others can be sent.

    Some may have been given up while this was told: inventory has let them go. Raises DomainError
    for more than that.
    """
    order = locked_order(order_id)
    if order.is_cancelled:
        return
    lines = list(_waiting(order_id, sku).order_by("position"))
    for line in lines:
        quantity -= line.take_in(quantity)
    if quantity > _given_up(order_id, sku):
        raise DomainError(f"Order {order.number} does not wait for so many units of {sku}.")
    OrderLine.objects.bulk_update(lines, ["awaited", "promised_for"])
    if lines and order.state == OrderState.CONFIRMED and not order.waits_for_stock():
        release(order)


@unit_of_work
def note_promise(*, order_id: UUID, sku: str, promised_for: date | None) -> None:
    """What is still to come of the SKU will come on another day than was said before."""
    locked_order(order_id)
    _waiting(order_id, sku).update(promised_for=promised_for)


def release(order: Order) -> None:
    """What the order, which is locked, waited for is there or given up: the rest can be sent."""
    publish(
        OrderReleased(
            order_id=order.id,
            number=order.number,
            customer_id=order.customer_id,
            items=order.open_items(),
            delivery_address=order.delivery_address,
        )
    )


def _lines(order_id: UUID, sku: str) -> QuerySet[OrderLine]:
    return OrderLine.objects.filter(order=order_id, sku=sku)


def _waiting(order_id: UUID, sku: str) -> QuerySet[OrderLine]:
    return _lines(order_id, sku).filter(awaited__gt=0)


def _given_up(order_id: UUID, sku: str) -> int:
    return sum(_lines(order_id, sku).values_list("cancelled", flat=True))
