"""What a bank did not give after all is asked of the buyer, once the goods are gone."""

from apps.orders.models import Order
from shop.events.orders import OrderPaymentRequested
from shop.kernel.bus import publish
from shop.kernel.money import money


def ask_for_payment(order: Order) -> None:
    """The buyer of this order, which is locked, has or gets what nobody has paid."""
    missing = order.owed.amount - (order.captured - order.refunded)
    publish(
        OrderPaymentRequested(
            order_id=order.id,
            number=order.number,
            customer_id=order.customer_id,
            amount=money(missing, order.currency),
        )
    )
