from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from apps.orders.models import Cart, CartState
from apps.orders.queries import cart_of
from apps.orders.rules import NotForSale, UnknownGoods
from apps.orders.services import (
    add_to_cart,
    change_offer_price,
    merge_carts,
    set_cart_quantity,
    withdraw_offers,
)
from shop.events.base import Money
from shop.kernel.errors import InvalidInput
from shop.kernel.identity import new_id
from tests.factories.orders import CartFactory, CartLineFactory, OfferFactory

ADA = new_id()


def contents(customer_id=ADA) -> dict[str, int]:
    return {line.sku: line.quantity for line in cart_of(customer_id).lines}


def euros(amount: str) -> Money:
    return Money(amount=Decimal(amount), currency="EUR")


def test_what_is_put_in_twice_is_one_line(db):
    OfferFactory(sku="TEA-1", price=Decimal("12.50"))

    add_to_cart(customer_id=ADA, sku="TEA-1", quantity=2)
    add_to_cart(customer_id=ADA, sku="TEA-1", quantity=1)

    shown = cart_of(ADA)
    assert contents() == {"TEA-1": 3}
    assert (shown.count, shown.subtotal) == (3, euros("37.50"))


def test_a_cart_that_was_never_filled_is_empty(db):
    shown = cart_of(ADA)

    assert (shown.id, shown.lines, shown.subtotal) == (None, (), euros("0.00"))


def test_a_changed_price_is_shown_beside_the_one_that_was_seen(db):
    OfferFactory(sku="TEA-1", price=Decimal("12.50"))
    add_to_cart(customer_id=ADA, sku="TEA-1", quantity=1)

    change_offer_price(sku="TEA-1", price=euros("13.00"))

    (line,) = cart_of(ADA).lines
    assert (line.seen_price, line.unit_price, line.price_changed) == (
        euros("12.50"),
        euros("13.00"),
        True,
    )


def test_what_is_no_longer_for_sale_stays_visible_and_counts_no_money(db):
    offer = OfferFactory(sku="TEA-1")
    add_to_cart(customer_id=ADA, sku="TEA-1", quantity=1)

    withdraw_offers(product_id=offer.product_id)

    shown = cart_of(ADA)
    assert [line.sellable for line in shown.lines] == [False]
    assert shown.subtotal == euros("0.00")


def test_unknown_and_ended_goods_do_not_go_into_a_cart(db):
    offer = OfferFactory(sku="TEA-1")
    withdraw_offers(product_id=offer.product_id)

    with pytest.raises(UnknownGoods, match="nothing called CUP-404"):
        add_to_cart(customer_id=ADA, sku="CUP-404", quantity=1)
    with pytest.raises(NotForSale, match="No longer for sale: TEA-1"):
        add_to_cart(customer_id=ADA, sku="TEA-1", quantity=1)


def test_a_line_has_no_more_units_than_can_be_ordered(db):
    OfferFactory(sku="TEA-1")
    add_to_cart(customer_id=ADA, sku="TEA-1", quantity=9_999)

    with pytest.raises(InvalidInput, match="at most 10000 units"):
        add_to_cart(customer_id=ADA, sku="TEA-1", quantity=2)

    assert contents() == {"TEA-1": 9_999}


def test_a_cart_has_no_more_lines_than_can_be_ordered(db):
    cart = CartFactory(customer_id=ADA)
    for _ in range(100):
        CartLineFactory(cart=cart)
    OfferFactory(sku="CUP-1")

    with pytest.raises(InvalidInput, match="at most 100 lines"):
        add_to_cart(customer_id=ADA, sku="CUP-1", quantity=1)


def test_a_quantity_is_set_and_a_line_is_taken_out(db):
    OfferFactory(sku="TEA-1")
    OfferFactory(sku="CUP-1")

    set_cart_quantity(customer_id=ADA, sku="TEA-1", quantity=4)
    set_cart_quantity(customer_id=ADA, sku="TEA-1", quantity=2)
    set_cart_quantity(customer_id=ADA, sku="CUP-1", quantity=1)
    set_cart_quantity(customer_id=ADA, sku="CUP-1", quantity=0)

    assert contents() == {"TEA-1": 2}


def test_merging_adds_quantities_and_closes_the_guests_cart(db):
    guest = new_id()
    OfferFactory(sku="TEA-1")
    OfferFactory(sku="CUP-1")
    add_to_cart(customer_id=guest, sku="TEA-1", quantity=2)
    add_to_cart(customer_id=guest, sku="CUP-1", quantity=1)
    add_to_cart(customer_id=ADA, sku="TEA-1", quantity=1)

    merge_carts(from_customer_id=guest, into_customer_id=ADA)
    merge_carts(from_customer_id=guest, into_customer_id=ADA)

    assert contents() == {"TEA-1": 3, "CUP-1": 1}
    assert contents(guest) == {}
    assert Cart.objects.get(customer_id=guest).state == CartState.MERGED


def test_merging_caps_what_would_be_too_much_and_says_so(db):
    guest = new_id()
    OfferFactory(sku="TEA-1")
    add_to_cart(customer_id=guest, sku="TEA-1", quantity=6_000)
    add_to_cart(customer_id=ADA, sku="TEA-1", quantity=6_000)

    merged = merge_carts(from_customer_id=guest, into_customer_id=ADA)

    assert merged.capped == ("TEA-1",)
    assert contents() == {"TEA-1": 10_000}


def test_merging_leaves_out_what_finds_no_room_and_says_so(db):
    guest = new_id()
    full = CartFactory(customer_id=ADA)
    for _ in range(100):
        CartLineFactory(cart=full)
    OfferFactory(sku="CUP-1")
    add_to_cart(customer_id=guest, sku="CUP-1", quantity=1)

    merged = merge_carts(from_customer_id=guest, into_customer_id=ADA)

    assert merged.left_out == ("CUP-1",)


def test_merging_into_oneself_changes_nothing(db):
    OfferFactory(sku="TEA-1")
    add_to_cart(customer_id=ADA, sku="TEA-1", quantity=1)

    merge_carts(from_customer_id=ADA, into_customer_id=ADA)

    assert contents() == {"TEA-1": 1}


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"state": "lost"}, "cart_state_known"),
        ({"state": "ordered"}, "cart_ordered_by_its_order"),
    ],
)
def test_the_database_refuses_an_impossible_cart(db, change, constraint):
    cart = CartFactory()

    with pytest.raises(IntegrityError, match=constraint):
        Cart.objects.filter(pk=cart.pk).update(**change)


def test_the_database_refuses_a_second_open_cart(db):
    CartFactory(customer_id=ADA)

    with pytest.raises(IntegrityError, match="cart_open_once"), transaction.atomic():
        CartFactory(customer_id=ADA)


@pytest.mark.parametrize("quantity", [0, 10_001])
def test_the_database_refuses_an_impossible_quantity(db, quantity):
    with pytest.raises(IntegrityError, match="cart_line_quantity"):
        CartLineFactory(quantity=quantity)
