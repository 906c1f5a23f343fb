from decimal import Decimal

from apps.orders.models import Cart, CartLine, Order, OrderState
from apps.orders.queries import (
    carts_unlike_their_orders,
    taxes_that_do_not_add_up,
    totals_that_do_not_add_up,
)
from apps.orders.services import add_to_cart, check_out
from shop.kernel.identity import new_id
from tests.apps.orders.conftest import ADDRESS
from tests.factories.orders import OrderFactory, OrderLineFactory, ShippingRateFactory


def bought(stocked) -> Order:
    stocked("TEA-1", units=5, price="12.50")
    ShippingRateFactory(zone__is_default=True)
    ada = new_id()
    add_to_cart(customer_id=ada, sku="TEA-1", quantity=2)
    return check_out(customer_id=ada, delivery_address=ADDRESS).order


def test_what_was_bought_by_cart_contradicts_nothing(stocked):
    bought(stocked)

    assert list(totals_that_do_not_add_up()) == []
    assert taxes_that_do_not_add_up() == []
    assert carts_unlike_their_orders() == []


def test_a_total_without_explanation_is_found(stocked):
    order = bought(stocked)
    Order.objects.update(total=Decimal("29.91"), tax_total=Decimal("0.01"))

    assert list(totals_that_do_not_add_up()) == [order.number]
    assert taxes_that_do_not_add_up() == [order.number]


def test_prices_below_the_cent_are_rounded_line_by_line(db):
    order = OrderFactory(total=Decimal("1.00"), tax_total=0)
    OrderLineFactory(order=order, quantity=3, unit_price=Decimal("0.333"), tax_amount=0)

    assert list(totals_that_do_not_add_up()) == []


def test_a_cart_that_is_not_its_order_is_found(stocked):
    bought(stocked)
    cart = str(Cart.objects.get().id)

    CartLine.objects.update(quantity=3)
    other_quantity = carts_unlike_their_orders()
    CartLine.objects.all().delete()
    no_line = carts_unlike_their_orders()

    assert (other_quantity, no_line) == ([cart], [cart])


def test_a_cart_whose_order_was_rejected_is_found(stocked):
    bought(stocked)

    Order.objects.update(state=OrderState.REJECTED)

    assert carts_unlike_their_orders() == [str(Cart.objects.get().id)]
