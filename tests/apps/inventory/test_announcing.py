import pytest

from apps.inventory.services import announce_stock, receive_stock
from shop.events.inventory import StockUpdated
from tests.apps.inventory.story import cancel, dispatch_parcel, pay, place_order
from tests.factories.inventory import StockFactory, WarehouseFactory

pytestmark = pytest.mark.django_db


def numbers(published):
    return [(event.on_hand, event.reserved, event.available) for event in published(StockUpdated)]


def test_a_held_unit_is_announced_after_the_order_was_taken(deliver, published):
    StockFactory(sku="TEA", on_hand=5)

    place_order(("TEA", 2))

    assert published(StockUpdated) == []
    deliver("inventory")
    assert published(StockUpdated) == [StockUpdated(sku="TEA", on_hand=5, reserved=2, available=3)]


def test_the_life_of_an_order_is_announced_as_numbers(deliver, published):
    WarehouseFactory(code="MAIN")
    receive_stock(sku="TEA", warehouse="MAIN", quantity=5)
    order_id = place_order(("TEA", 2))
    deliver("inventory")
    pay(order_id)
    deliver("inventory")
    dispatch_parcel(order_id)
    deliver("inventory")

    assert numbers(published) == [(5, 0, 5), (5, 2, 3), (3, 0, 3)]


def test_released_units_are_announced(deliver, published):
    StockFactory(sku="TEA", on_hand=5)
    order_id = place_order(("TEA", 2))
    deliver("inventory")

    cancel(order_id)
    deliver("inventory")

    assert numbers(published) == [(5, 2, 3), (5, 0, 5)]


def test_all_warehouses_are_counted_together(published):
    StockFactory(sku="TEA", warehouse__code="EAST", on_hand=2)
    StockFactory(sku="TEA", warehouse__code="WEST", on_hand=3)

    announce_stock(skus=["TEA"])

    assert numbers(published) == [(5, 0, 5)]


def test_old_news_is_not_told_again(published):
    StockFactory(sku="TEA", on_hand=5)
    announce_stock(skus=["TEA"])

    announce_stock(skus=["TEA"])

    assert len(published(StockUpdated)) == 1


def test_orders_that_came_before_the_first_announcement_share_it(deliver, published):
    StockFactory(sku="TEA", on_hand=5)
    for _ in range(3):
        place_order(("TEA", 1))

    deliver("inventory")

    assert numbers(published) == [(5, 3, 2)]
