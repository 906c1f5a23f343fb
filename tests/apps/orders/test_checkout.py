from decimal import Decimal

import pytest

from apps.orders.models import Cart, CartState, Order, OrderState
from apps.orders.queries import cart_of, quote
from apps.orders.rules import EmptyCart, NotForSale, PriceChanged
from apps.orders.services import (
    add_to_cart,
    change_offer_price,
    check_out,
    withdraw_offers,
)
from shop.events.base import Money
from shop.events.orders import OrderPlaced
from shop.kernel.errors import NotFound
from shop.kernel.identity import new_id
from tests.apps.orders.conftest import ADDRESS
from tests.factories.orders import CartFactory, TaxRateFactory

ADA = new_id()


def order_cart(**options):
    return check_out(customer_id=ADA, delivery_address=ADDRESS, email="ada@example.com", **options)


def put(sku: str, quantity: int = 1) -> None:
    add_to_cart(customer_id=ADA, sku=sku, quantity=quantity)


def euros(amount: str) -> Money:
    return Money(amount=Decimal(amount), currency="EUR")


def test_a_cart_becomes_an_order_and_is_closed(stocked, published):
    stocked("TEA-1", units=5, price="12.50")
    stocked("CUP-1", units=5, price="4.00")
    put("TEA-1", 2)
    put("CUP-1")

    placed = order_cart()

    assert (placed.order.state, placed.order.total) == (
        OrderState.PENDING_PAYMENT,
        Decimal("29.00"),
    )
    assert [(line.sku, line.quantity) for line in placed.lines] == [("TEA-1", 2), ("CUP-1", 1)]
    assert Cart.objects.get().order_id == placed.order.id
    assert cart_of(ADA).lines == ()
    assert len(published(OrderPlaced)) == 1


def test_a_cart_is_ordered_once(stocked):
    stocked("TEA-1", units=5)
    put("TEA-1")

    first, second = order_cart(), order_cart()

    assert second.order.id == first.order.id
    assert (first.was_placed_before, second.was_placed_before) == (False, True)
    assert Order.objects.count() == 1


def test_after_an_order_a_new_cart_is_filled(stocked):
    stocked("TEA-1", units=5)
    put("TEA-1", 2)
    first = order_cart()

    put("TEA-1", 1)
    second = order_cart()

    assert second.order.id != first.order.id
    assert [line.quantity for line in second.lines] == [1]


def test_the_cart_that_was_seen_is_the_one_that_is_ordered(stocked):
    stocked("TEA-1", units=5)
    put("TEA-1")
    seen = cart_of(ADA).id
    first = order_cart()
    put("TEA-1")

    again = order_cart(cart_id=seen)

    assert again.order.id == first.order.id


def test_the_cart_of_somebody_else_does_not_exist(db):
    theirs = CartFactory(customer_id=new_id())

    with pytest.raises(NotFound):
        order_cart(cart_id=theirs.id)


def test_too_little_stock_rejects_the_order_and_keeps_the_cart(stocked):
    stocked("TEA-1", units=1)
    put("TEA-1", 2)

    placed = order_cart()

    assert placed.is_rejected
    assert Cart.objects.get().state == CartState.OPEN
    assert [line.quantity for line in cart_of(ADA).lines] == [2]


@pytest.mark.parametrize("fill", [False, True], ids=["never filled", "emptied"])
def test_an_empty_cart_cannot_be_ordered(db, fill):
    if fill:
        CartFactory(customer_id=ADA)

    with pytest.raises(EmptyCart):
        order_cart()


def test_what_is_no_longer_for_sale_is_named_and_the_cart_stays(stocked):
    offer = stocked("TEA-1", units=5)
    put("TEA-1")
    withdraw_offers(product_id=offer.product_id)

    with pytest.raises(NotForSale) as refused:
        order_cart()

    assert refused.value.details == {"skus": ["TEA-1"]}
    assert cart_of(ADA).count == 1


def test_a_changed_price_is_refused_with_the_difference(stocked):
    stocked("TEA-1", units=5, price="12.50")
    put("TEA-1", 2)
    change_offer_price(sku="TEA-1", price=euros("13.00"))

    with pytest.raises(PriceChanged) as refused:
        order_cart()

    assert refused.value.details == {
        "total": Decimal("26.00"),
        "currency": "EUR",
        "lines": [
            {
                "sku": "TEA-1",
                "title": "Darjeeling, 250 g",
                "quantity": 2,
                "old_price": Decimal("12.50"),
                "new_price": Decimal("13.00"),
            }
        ],
    }
    assert not Order.objects.exists()


def test_the_new_total_is_accepted_by_naming_it(stocked):
    stocked("TEA-1", units=5, price="12.50")
    put("TEA-1", 2)
    change_offer_price(sku="TEA-1", price=euros("13.00"))

    placed = order_cart(accepted_total=Decimal("26.00"))

    assert placed.order.total == Decimal("26.00")


@pytest.mark.parametrize("accepted", ["24.99", "25.01", "26"])
def test_another_total_than_the_accepted_one_is_refused(stocked, accepted):
    stocked("TEA-1", units=5, price="12.50")
    put("TEA-1", 2)

    with pytest.raises(PriceChanged):
        order_cart(accepted_total=Decimal(accepted))


def test_a_quote_is_what_the_order_costs(stocked):
    stocked("TEA-1", units=5, price="12.00", tax_class="standard")
    TaxRateFactory(country="GB", tax_class="standard", rate=Decimal("0.20"))
    put("TEA-1", 2)

    quoted = quote(ADA, country="GB")
    placed = order_cart(accepted_total=quoted.total.amount)

    assert (quoted.total, quoted.tax) == (euros("24.00"), euros("4.00"))
    assert placed.order.tax_total == quoted.tax.amount


def test_a_quote_names_what_changed_and_what_ended(stocked):
    stocked("TEA-1", units=5, price="12.50")
    gone = stocked("CUP-1", units=5)
    put("TEA-1")
    put("CUP-1")
    change_offer_price(sku="TEA-1", price=euros("13.00"))
    withdraw_offers(product_id=gone.product_id)

    quoted = quote(ADA, country="GB")

    assert [line.sku for line in quoted.changes] == ["TEA-1"]
    assert [line.sku for line in quoted.ended] == ["CUP-1"]
    assert quoted.total == euros("13.00")


def test_an_empty_cart_costs_nothing(db):
    quoted = quote(ADA, country="GB")

    assert (quoted.total, quoted.tax, quoted.lines) == (euros("0.00"), euros("0.00"), ())
