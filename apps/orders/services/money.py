"""What payments say of an order's money, and what an order does that is not paid after all."""

from decimal import Decimal
from uuid import UUID

from django.db.models import F

from apps.orders.models import Order, OrderState, Promise
from apps.orders.services.life import stop_order
from apps.orders.services.locks import locked_order
from apps.orders.services.overdue import ask_for_payment
from shop.kernel.errors import NotYet
from shop.kernel.outbox.unit_of_work import unit_of_work


@unit_of_work
def note_promised(*, order_id: UUID) -> None:
    """A bank keeps what is missing of the order's money, until its goods leave."""
    orders = Order.objects.filter(pk=order_id).exclude(state=OrderState.CANCELLED)
    orders.update(promise=Promise.GIVEN)


@unit_of_work
def note_captured(*, order_id: UUID, amount: Decimal) -> None:
    """So much of the order's money has come in."""
    Order.objects.filter(pk=order_id).update(captured=F("captured") + amount)


@unit_of_work
def note_refunded(*, order_id: UUID, amount: Decimal) -> None:
    """So much of the order's money went back to the buyer."""
    Order.objects.filter(pk=order_id).update(refunded=F("refunded") + amount)


@unit_of_work
def note_broken_promise(*, order_id: UUID) -> None:
    """The bank does not give what it kept: what can be stopped is, what left is to be paid for.

    Nobody is asked for what is not owed any more. Raises NotYet while the order does not even know
    that it was promised.
    """
    order = locked_order(order_id)
    if order.is_cancelled:
        return
    if order.awaits_payment:
        raise NotYet(f"Order {order.number} is not confirmed so far.")
    order.promise = Promise.BROKEN
    order.save(update_fields=["promise"])
    if order.state == OrderState.CONFIRMED:
        if order.cancellation_requested_at is None:
            stop_order(order_id=order_id)
    elif order.is_overdue:
        ask_for_payment(order)
