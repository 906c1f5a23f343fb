"""Goods that are sold, shipped or received meanwhile are counted right."""

import pytest

from apps.inventory.models import Stock
from apps.inventory.services import enter_count, open_count, post_count, receive_stock, ship_stock
from tests.apps.inventory.counting.books import counted_lines, on_hand
from tests.apps.inventory.story import pay, place_order
from tests.factories.inventory import StockFactory

pytestmark = pytest.mark.django_db


def test_units_that_are_sold_and_shipped_after_the_count_stay_sold():
    StockFactory(sku="TEA", on_hand=10)
    sheet = open_count(warehouse="MAIN")
    enter_count(sheet_id=sheet.pk, sku="TEA", counted=9, reason="stolen")
    order_id = place_order(("TEA", 4))
    pay(order_id)
    ship_stock(order_id=order_id)

    post_count(sheet_id=sheet.pk)

    assert on_hand() == {"TEA": 5}


def test_units_that_are_held_when_the_sheet_is_posted_stay_held():
    StockFactory(sku="TEA", on_hand=10)
    sheet = open_count(warehouse="MAIN")
    enter_count(sheet_id=sheet.pk, sku="TEA", counted=9)
    place_order(("TEA", 9))

    post_count(sheet_id=sheet.pk)

    stock = Stock.objects.get()
    assert (stock.on_hand, stock.reserved, stock.free) == (9, 9, 0)


def test_units_that_are_received_after_the_count_are_no_variance():
    StockFactory(sku="TEA", on_hand=10)
    sheet = open_count(warehouse="MAIN")
    enter_count(sheet_id=sheet.pk, sku="TEA", counted=12, reason="miscount")
    receive_stock(sku="TEA", warehouse="MAIN", quantity=5)

    post_count(sheet_id=sheet.pk)

    assert on_hand() == {"TEA": 17}
    assert counted_lines() == [("TEA", 2, f"count {sheet.pk}: miscount")]


def test_goods_that_move_between_two_lines_are_counted_right():
    StockFactory(sku="CUP", on_hand=5)
    StockFactory(sku="TEA", on_hand=5)
    sheet = open_count(warehouse="MAIN")
    enter_count(sheet_id=sheet.pk, sku="CUP", counted=5)
    order_id = place_order(("CUP", 1), ("TEA", 1))
    pay(order_id)
    ship_stock(order_id=order_id)
    enter_count(sheet_id=sheet.pk, sku="TEA", counted=4)

    post_count(sheet_id=sheet.pk)

    assert on_hand() == {"CUP": 4, "TEA": 4}
    assert counted_lines() == []
