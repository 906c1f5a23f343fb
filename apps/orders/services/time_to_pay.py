"""How long a buyer may take to pay: longer while he is at it."""

from datetime import datetime
from uuid import UUID

from apps.orders.models import Order, OrderState
from apps.orders.services.locks import locked_order
from shop.events.orders import MoreTimeRequested
from shop.kernel.bus import publish
from shop.kernel.errors import DomainError
from shop.kernel.outbox.unit_of_work import unit_of_work


@unit_of_work
def ask_for_more_time(*, order_id: UUID) -> Order:
    """The order, kept for longer because its buyer asked for it.

    Raises DomainError if it waits for no payment, or is kept as long as can be already.
    """
    order = locked_order(order_id)
    if not order.awaits_payment:
        raise DomainError("Only an order that waits for its payment can be kept longer.")
    before = order.pay_by
    publish(MoreTimeRequested(order_id=order_id))
    order.refresh_from_db(fields=["pay_by"])
    if order.pay_by == before:
        raise DomainError("The order cannot be kept any longer: please pay in time.")
    return order


@unit_of_work
def give_more_time(*, order_id: UUID) -> None:
    """The buyer is still at it: the order is kept longer if it waits for its payment and may be."""
    if locked_order(order_id).awaits_payment:
        publish(MoreTimeRequested(order_id=order_id))


@unit_of_work
def note_time_to_pay(*, order_id: UUID, pay_by: datetime) -> None:
    """Everything is held until `pay_by` now. Whoever asked for that has locked the order."""
    Order.objects.filter(pk=order_id, state=OrderState.PENDING_PAYMENT).update(pay_by=pay_by)
