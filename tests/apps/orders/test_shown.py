from datetime import timedelta
from decimal import Decimal

import pytest

from apps.orders.models import TaxRate
from apps.orders.queries import delivery_countries, orders_of, shown_orders
from apps.orders.services import WantedLine, place_order, set_tax_rate
from shop.events.base import Money
from shop.kernel import clock
from shop.kernel.errors import InvalidInput
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


def test_a_new_tax_rate_replaces_the_old_one_and_opens_the_country(db):
    set_tax_rate(country="DE", tax_class="books", rate=Decimal("0.19"))
    set_tax_rate(country="DE", tax_class="books", rate=Decimal("0.07"))

    assert TaxRate.objects.get().rate == Decimal("0.07")
    assert delivery_countries() == ["DE"]


@pytest.mark.parametrize("rate", [Decimal("-0.01"), Decimal(1), Decimal(19)])
def test_a_tax_rate_is_a_share(db, rate):
    with pytest.raises(InvalidInput, match=r"a share like 0\.19"):
        set_tax_rate(country="DE", tax_class="standard", rate=rate)
