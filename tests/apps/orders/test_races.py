"""Many at once, with real threads and real commits."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from uuid import UUID

import pytest
from django.db import IntegrityError
from django.test import Client

from apps.orders.models import Cart, CartLine, CartState, Order, OrderLine
from apps.orders.rules import MOST_LINES, PriceChanged
from apps.orders.services import (
    add_to_cart,
    change_offer_price,
    check_out,
    merge_carts,
    set_cart_quantity,
)
from shop.events.base import Money
from shop.kernel.errors import InvalidInput
from shop.kernel.identity import new_id
from tests.apps.orders.conftest import ADDRESS
from tests.apps.orders.test_api import ADA, token_of
from tests.apps.orders.test_cart_api import TEA, WISH, open_cart, send
from tests.factories.orders import CartFactory, CartLineFactory, OfferFactory
from tests.together import at_once, outcomes_of

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_same_key_a_hundred_times_is_one_order(stocked):
    stocked("TEA-1", units=500)
    token = open_cart()["token"]
    send(Client(headers={"Cart-Token": token}), "cart/lines", TEA)

    def order() -> object:
        return send(Client(headers={"Cart-Token": token}), "checkout", WISH, key="k1")

    answers = outcomes_of([order] * 100)

    created = [answer for answer in answers if answer.status_code == 201]
    refused = [answer for answer in answers if answer.status_code == 409]
    assert Order.objects.count() == 1
    assert len(created) + len(refused) == 100
    assert {answer.content for answer in created} == {created[0].content}
    assert all(answer["Retry-After"] == "1" for answer in refused)


def test_one_cart_with_ten_keys_is_one_order(stocked):
    stocked("TEA-1", units=500)
    bearer = {"Authorization": f"Bearer {token_of(ADA)}"}
    send(Client(headers=bearer), "cart/lines", TEA)

    def order(key: str) -> Callable[[], object]:
        return lambda: send(Client(headers=bearer), "checkout", WISH, key=key)

    answers = outcomes_of([order(f"k{number}") for number in range(10)])

    assert sorted(answer.status_code for answer in answers) == [200] * 9 + [201]
    assert len({answer.json()["order"]["id"] for answer in answers}) == 1
    assert Order.objects.count() == 1


def test_what_is_put_in_while_the_cart_is_ordered_is_never_lost(stocked):
    stocked("TEA-1", units=500)
    add_to_cart(customer_id=ADA, sku="TEA-1", quantity=1)

    results = outcomes_of(
        [
            *[lambda: add_to_cart(customer_id=ADA, sku="TEA-1", quantity=1)] * 8,
            lambda: check_out(customer_id=ADA, delivery_address=ADDRESS),
        ]
    )

    ordered = sum(OrderLine.objects.values_list("quantity", flat=True))
    waiting = CartLine.objects.filter(cart__state=CartState.OPEN)
    assert [error for error in results if isinstance(error, Exception)] == []
    assert ordered + sum(waiting.values_list("quantity", flat=True)) == 9
    assert Order.objects.count() == 1


def test_what_a_guest_adds_while_signing_in_is_never_lost(stocked):
    stocked("TEA-1", units=500)
    guest = new_id()
    add_to_cart(customer_id=guest, sku="TEA-1", quantity=1)
    add_to_cart(customer_id=ADA, sku="TEA-1", quantity=1)

    results = outcomes_of(
        [
            *[lambda: add_to_cart(customer_id=guest, sku="TEA-1", quantity=1)] * 4,
            *[lambda: add_to_cart(customer_id=ADA, sku="TEA-1", quantity=1)] * 4,
            *[lambda: merge_carts(from_customer_id=guest, into_customer_id=ADA)] * 2,
        ]
    )

    kept = CartLine.objects.filter(cart__state=CartState.OPEN)
    assert [error for error in results if isinstance(error, Exception)] == []
    assert sum(kept.values_list("quantity", flat=True)) == 10
    assert Cart.objects.filter(customer_id=ADA, state=CartState.OPEN).count() == 1


def test_two_who_add_at_once_do_not_fill_a_cart_beyond_its_end():
    for number in range(MOST_LINES + 3):
        OfferFactory(sku=f"TEA-{number}")
    for number in range(MOST_LINES - 1):
        add_to_cart(customer_id=ADA, sku=f"TEA-{number}", quantity=1)

    results = outcomes_of(
        [
            partial(add_to_cart, customer_id=ADA, sku=f"TEA-{number}", quantity=1)
            for number in range(MOST_LINES - 1, MOST_LINES + 3)
        ]
    )

    refused = [str(result) for result in results if isinstance(result, InvalidInput)]
    assert CartLine.objects.count() == MOST_LINES
    assert refused == ["A cart has at most 100 lines: order these first."] * 3


def test_the_database_ends_a_cart_too():
    full, other = CartFactory(), CartLineFactory(sku="TEA-NEW").cart
    CartLine.objects.bulk_create(
        CartLineFactory.build(cart=full, sku=f"TEA-{number}") for number in range(MOST_LINES)
    )

    with pytest.raises(IntegrityError, match="at most 100 lines"):
        other.lines.update(cart=full)


def test_two_guests_carts_that_swap_owners_do_not_block_each_other(stocked):
    stocked("TEA-1", units=500)
    one, other = new_id(), new_id()
    for customer_id in (one, other):
        add_to_cart(customer_id=customer_id, sku="TEA-1", quantity=1)

    results = outcomes_of(
        [
            lambda: merge_carts(from_customer_id=one, into_customer_id=other),
            lambda: merge_carts(from_customer_id=other, into_customer_id=one),
        ]
    )

    kept = CartLine.objects.filter(cart__state=CartState.OPEN)
    assert [error for error in results if isinstance(error, Exception)] == []
    assert sum(kept.values_list("quantity", flat=True)) == 2


def test_an_order_costs_what_was_accepted_while_prices_change(stocked):
    stocked("TEA-1", units=500, price="12.50")
    customers = [new_id() for _ in range(6)]
    for customer_id in customers:
        add_to_cart(customer_id=customer_id, sku="TEA-1", quantity=1)

    def order(customer_id) -> Callable[[], object]:
        return lambda: check_out(
            customer_id=customer_id,
            delivery_address=ADDRESS,
            accepted_total=Decimal("12.50"),
        )

    new_price = Money(amount=Decimal("13.00"), currency="EUR")
    results = outcomes_of(
        [
            *[order(customer_id) for customer_id in customers],
            lambda: change_offer_price(sku="TEA-1", price=new_price),
        ]
    )

    refused = [error for error in results if isinstance(error, Exception)]
    assert all(isinstance(error, PriceChanged) for error in refused)
    assert set(Order.objects.values_list("total", flat=True)) <= {Decimal("12.50")}
    assert Order.objects.count() + len(refused) == len(customers)


def test_a_line_taken_out_while_the_cart_is_ordered_is_ordered_or_gone(stocked):
    stocked("TEA-1", units=500)
    stocked("CUP-1", units=500)
    add_to_cart(customer_id=ADA, sku="TEA-1", quantity=1)
    add_to_cart(customer_id=ADA, sku="CUP-1", quantity=1)

    results = outcomes_of(
        [
            lambda: check_out(customer_id=ADA, delivery_address=ADDRESS),
            lambda: set_cart_quantity(customer_id=ADA, sku="CUP-1", quantity=0),
        ]
    )

    lines = OrderLine.objects.count()
    in_its_cart = CartLine.objects.filter(cart__state=CartState.ORDERED).count()
    assert [error for error in results if isinstance(error, Exception)] == []
    assert lines == in_its_cart


def test_exactly_so_many_is_never_more_however_often_it_is_said_at_once(stocked):
    stocked("TEA-1", units=500)
    customers = [new_id() for _ in range(5)]

    for customer_id in customers:

        def take_three(customer_id: UUID = customer_id) -> None:
            set_cart_quantity(customer_id=customer_id, sku="TEA-1", quantity=3)

        at_once([take_three] * 8)

    assert set(CartLine.objects.values_list("quantity", flat=True)) == {3}
    assert CartLine.objects.count() == len(customers)
