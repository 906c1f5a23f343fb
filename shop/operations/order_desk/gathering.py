"""An order with everything that the contexts know of it, as far as the asker may see it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from apps.inventory.queries import HeldUnits, held_for
from apps.notifications.queries import ShownMessage, messages_of_order
from apps.orders.queries import (
    Explanation,
    ShownOrder,
    ShownReturn,
    TimelineFact,
    buyer_of,
    explained_total,
    orders_of,
    returns_of,
    shown_orders,
    timeline_of,
)
from apps.payments.queries.books import PaymentInBooks, books_of
from apps.shipping.queries import ShownShipment, shipments_by_order
from shop.operations.order_desk.notes import Note, notes_on

May = Callable[[str], bool]
"""Whether a permission, `app.codename`, was given."""


@dataclass(frozen=True, kw_only=True)
class OrderOnDesk:
    """What was gathered; None and nothing where the asker may not look."""

    order: ShownOrder
    price: Explanation
    payment: PaymentInBooks | None
    held: Sequence[HeldUnits]
    shipment: ShownShipment | None
    messages: Sequence[ShownMessage]
    returns: Sequence[ShownReturn]
    timeline: Sequence[TimelineFact]
    notes: Sequence[Note]


def order_on_desk(order_id: UUID, *, may: May) -> OrderOnDesk | None:
    """The order for somebody who may do these things; None if there is no such order."""
    buyer = buyer_of(order_id)
    if buyer is None:
        return None
    (order,) = shown_orders(orders_of(buyer).filter(pk=order_id))
    payment = books_of(order_id) if may("payments.view_payment") else None
    parcels = shipments_by_order([order_id]) if may("shipping.view_shipment") else {}
    return OrderOnDesk(
        order=order,
        price=explained_total(order_id),
        payment=payment,
        held=held_for(order_id) if may("inventory.view_reservation") else (),
        shipment=parcels.get(order_id),
        messages=messages_of_order(order.number) if may("notifications.view_message") else (),
        returns=returns_of(order_id) if may("orders.view_return") else (),
        timeline=timeline_of(order_id),
        notes=notes_on(order_id),
    )
