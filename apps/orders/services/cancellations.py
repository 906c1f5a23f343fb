"""How it is decided whether units are left out of a parcel that its courier had."""

from apps.orders.models import Cancellation, CancellationState, Order
from apps.orders.rules import KeptReason
from shop.events.orders import OrderItemsCancellationRefused
from shop.kernel.bus import publish


def open_cancellation(order: Order) -> Cancellation | None:
    """What is asked of the courier just now; whoever decides it has locked the order."""
    return order.cancellations.filter(state=CancellationState.REQUESTED).first()


def finish_cancellation(asked: Cancellation) -> None:
    """Its units are cancelled now, by whoever calls this."""
    asked.finish()
    asked.save(update_fields=["state", "decided_at"])
    asked.order.lines.update(cancelling=0)


def refuse_cancellation(order: Order, refusal: KeptReason) -> None:
    """Its units are sent all the same. Nothing happens if nothing is asked."""
    asked = open_cancellation(order)
    if asked is None:
        return
    asked.refuse(refusal)
    asked.save(update_fields=["state", "refusal", "decided_at"])
    order.lines.update(cancelling=0)
    parts = asked.lines.select_related("line").order_by("line__position")
    publish(
        OrderItemsCancellationRefused(
            order_id=order.id,
            number=order.number,
            customer_id=order.customer_id,
            cancellation_id=asked.id,
            items=tuple(part.as_item() for part in parts),
            reason=refusal,
        )
    )
