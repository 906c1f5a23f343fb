"""What happens to a confirmed order: money noted, parcels on their way, there, or back."""

from uuid import UUID

from django.db.models import F

from apps.orders.models import Order, OrderLine
from apps.orders.rules import UNDELIVERED, KeptReason
from apps.orders.services.cancellations import refuse_cancellation
from apps.orders.services.crediting import credit
from apps.orders.services.locks import locked_order
from apps.orders.services.overdue import ask_for_payment
from shop.events.orders import OrderDelivered, OrderReturned, OrderShipped
from shop.kernel.bus import publish
from shop.kernel.outbox.unit_of_work import unit_of_work


@unit_of_work
def ship_order(*, order_id: UUID, tracking_number: str) -> None:
    """The parcel with all that was not cancelled left the house: nothing can be left out of it."""
    order = locked_order(order_id)
    refuse_cancellation(order, KeptReason.DISPATCHED)
    order.ship(tracking_number)
    order.save(update_fields=["state", "moved_at", "tracking_number"])
    order.lines.update(shipped=F("quantity") - F("cancelled"))
    publish(
        OrderShipped(
            order_id=order.id,
            number=order.number,
            customer_id=order.customer_id,
            tracking_number=tracking_number,
        )
    )
    if order.is_overdue:
        ask_for_payment(order)


@unit_of_work
def deliver_order(*, order_id: UUID) -> None:
    """The buyer has the parcel."""
    order = locked_order(order_id)
    order.deliver()
    order.save(update_fields=["state", "moved_at"])
    publish(OrderDelivered(order_id=order.id, number=order.number, customer_id=order.customer_id))


def hand_out_tickets(order: Order) -> None:
    """The confirmed order, which is locked, is tickets alone: its buyer has them now."""
    order.hand_out_tickets()
    order.save(update_fields=["state", "moved_at"])
    order.lines.update(shipped=F("quantity"))
    publish(
        OrderDelivered(
            order_id=order.id, number=order.number, customer_id=order.customer_id, by_parcel=False
        )
    )


@unit_of_work
def return_order(*, order_id: UUID) -> None:
    """The parcel came back: none of its units is with the buyer, who keeps tickets.

    What they cost is credited. Nothing happens if they came back before.
    """
    order = locked_order(order_id)
    lines = list(order.lines.filter(ticketed=False, shipped__gt=0))
    if not lines:
        return
    units = {line.id: line.come_back() for line in lines}
    OrderLine.objects.bulk_update(lines, ["shipped", "returned"])
    publish(OrderReturned(order_id=order.id, number=order.number, customer_id=order.customer_id))
    credit(order, units, reason=UNDELIVERED)
