"""The four events of an order, as four contexts would publish them, on three aggregates.

They are events to which nobody reacts in the same transaction, so that nothing but publishing is
measured; one of them carries a person's address.
"""

from collections.abc import Iterator
from decimal import Decimal
from uuid import UUID

from shop.events.base import Event, Money, PostalAddress
from shop.events.inventory import HeldStock, StockCommitted
from shop.events.orders import (
    OrderCancellationRequested,
    OrderConfirmed,
    OrderedItem,
)
from shop.events.payments import PaymentRequested
from shop.kernel.identity import new_id

_PRICE = Money(amount=Decimal("12.50"), currency="EUR")
_ADDRESS = PostalAddress(
    name="Ada Example",
    line1="Harbour Street 1",
    city="Hamburg",
    postal_code="20095",
    country="DE",
)


def four_events(*, order_id: UUID, customer_id: UUID) -> Iterator[Event]:
    """What happens to one order; `StockCommitted` is the second of them."""
    yield _confirmed(order_id, customer_id)
    yield stock_committed(order_id)
    yield OrderCancellationRequested(
        order_id=order_id, number="BENCH-00001", customer_id=customer_id
    )
    yield PaymentRequested(
        payment_id=new_id(), attempt_id=new_id(), attempt=1, order_id=order_id, amount=_PRICE
    )


def stock_committed(order_id: UUID) -> StockCommitted:
    """One unit in one place."""
    held = HeldStock(sku="BENCH-0001", warehouse="bench", quantity=1)
    return StockCommitted(order_id=order_id, items=(held,))


def _confirmed(order_id: UUID, customer_id: UUID) -> OrderConfirmed:
    item = OrderedItem(
        line_id=new_id(),
        sku="BENCH-0001",
        title="Bench thing 1",
        quantity=1,
        unit_price=_PRICE,
    )
    return OrderConfirmed(
        order_id=order_id,
        number="BENCH-00001",
        customer_id=customer_id,
        items=(item,),
        total=_PRICE,
        delivery_address=_ADDRESS,
    )
