from datetime import timedelta
from decimal import Decimal

from apps.orders.queries import orders_of, shown_orders
from apps.orders.services import WantedLine, place_order
from shop.events.base import Money
from shop.kernel import clock
from shop.kernel.identity import new_id
from tests.apps.orders.conftest import ADDRESS


def test_an_order_is_shown_with_its_lines_and_all_that_was_agreed(stocked):
    stocked("TEA-1", units=5, price="12.50")
    customer = new_id()
    with clock.travelled_to(clock.now() - timedelta(days=3)):
        placed = place_order(
            customer_id=customer, lines=[WantedLine("TEA-1", 2)], delivery_address=ADDRESS
        )

    (shown,) = shown_orders(orders_of(customer))

    assert shown.number == placed.order.number
    assert shown.total == Money(amount=Decimal("25.00"), currency="EUR")
    assert [(line.sku, line.quantity, line.gross.amount) for line in shown.lines] == [
        ("TEA-1", 2, Decimal("25.00"))
    ]
    assert shown.delivery_address == ADDRESS
    assert shown.placed_at == placed.order.placed_at


def test_a_rejected_order_shows_how_much_could_have_been_had(stocked):
    stocked("TEA-1", units=1)
    customer = new_id()
    place_order(customer_id=customer, lines=[WantedLine("TEA-1", 2)], delivery_address=ADDRESS)

    (shown,) = shown_orders(orders_of(customer))

    assert (shown.state, shown.lines[0].available) == ("rejected", 1)
