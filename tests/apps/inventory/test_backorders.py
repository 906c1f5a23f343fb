"""What is not there is waited for, where the shop lets buyers wait."""

import pytest

from apps.inventory.models import (
    Terms,
    Waiting,
    WhenSoldOut,
)
from apps.inventory.services import (
    agree_on_terms,
)
from shop.events.inventory import (
    BackorderedItem,
    BackorderRaised,
    HeldStock,
    StockRejected,
    StockReserved,
)
from shop.events.orders import Shortage
from tests.apps.inventory.queues import assert_queues_add_up, held, let_wait, line
from tests.apps.inventory.story import place_order
from tests.factories.inventory import StockFactory

pytestmark = pytest.mark.django_db


def test_what_is_there_is_held_and_the_rest_is_waited_for(published):
    let_wait(on_hand=1)

    order_id = place_order(("TEA", 3))

    assert (held(order_id), line()) == ({"TEA": 1}, [(order_id, 2)])
    (reserved,) = published(StockReserved)
    assert reserved.items == (HeldStock(sku="TEA", warehouse="MAIN", quantity=1),)
    assert reserved.backordered == (BackorderedItem(sku="TEA", quantity=2),)
    assert published(BackorderRaised) == [
        BackorderRaised(order_id=order_id, sku="TEA", quantity=2, promised_for=None)
    ]
    assert_queues_add_up()


def test_an_order_of_which_nothing_is_there_is_taken_too(published):
    let_wait("TEA")

    order_id = place_order(("TEA", 2))

    assert (held(order_id), line()) == ({}, [(order_id, 2)])
    assert published(StockReserved)[0].items == ()
    assert_queues_add_up()


def test_a_sku_that_was_never_stocked_can_be_waited_for():
    agree_on_terms(sku="NEW", waiting=Waiting(when_sold_out=WhenSoldOut.PREORDER))

    order_id = place_order(("NEW", 2))

    assert line("NEW") == [(order_id, 2)]


def test_the_same_sku_on_two_lines_is_one_place_in_the_queue(published):
    let_wait(on_hand=1)

    order_id = place_order(("TEA", 2), ("TEA", 3))

    assert (held(order_id), line()) == ({"TEA": 1}, [(order_id, 4)])
    assert [event.quantity for event in published(BackorderRaised)] == [4]


def test_one_sku_that_nobody_can_wait_for_rejects_the_whole_order(published):
    let_wait("TEA")
    StockFactory(sku="CUP", on_hand=1)

    order_id = place_order(("TEA", 2), ("CUP", 2))

    assert published(StockRejected)[0].shortages == (Shortage(sku="CUP", wanted=2, available=1),)
    assert (held(order_id), line()) == ({}, [])
    assert_queues_add_up()


def test_no_more_units_are_waited_for_than_the_limit_says(published):
    let_wait(on_hand=1, limit=3)
    first = place_order(("TEA", 3))

    place_order(("TEA", 2))
    last = place_order(("TEA", 1))

    assert published(StockRejected)[0].shortages == (Shortage(sku="TEA", wanted=2, available=1),)
    assert line() == [(first, 2), (last, 1)]
    assert_queues_add_up()


def test_nothing_waits_where_nobody_may(published):
    StockFactory(sku="TEA", on_hand=1)

    place_order(("TEA", 2))

    assert len(published(StockRejected)) == 1
    assert not Terms.objects.exists()
