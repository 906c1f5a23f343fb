import pytest

from apps.inventory.rules import MAX_QUANTITY, Place, demand_of, shortages
from shop.events.orders import Shortage
from shop.kernel.errors import InvalidInput
from tests.apps.inventory.story import items


def test_a_sku_on_two_lines_is_wanted_once_with_the_sum():
    demand = demand_of(items(("TEA", 2), ("CUP", 1), ("TEA", 3)))

    assert demand == {"TEA": 5, "CUP": 1}


@pytest.mark.parametrize("quantity", [0, -1, MAX_QUANTITY + 1])
def test_a_quantity_that_nobody_can_mean_is_refused(quantity):
    with pytest.raises(InvalidInput, match="A quantity is between 1 and 1,000,000"):
        demand_of(items(("TEA", quantity)))


def test_lines_that_only_together_are_too_large_are_refused():
    with pytest.raises(InvalidInput, match="not 1,000,001"):
        demand_of(items(("TEA", MAX_QUANTITY), ("TEA", 1)))


@pytest.mark.parametrize("sku", ["", "A" * 256, "TEA\0"])
def test_a_sku_that_cannot_name_anything_is_refused(sku):
    with pytest.raises(InvalidInput, match="A SKU has 1 to 255 printable characters"):
        demand_of(items((sku, 1)))


def test_an_order_without_lines_is_refused():
    with pytest.raises(InvalidInput, match="at least one line"):
        demand_of([])


def test_a_shortage_counts_the_units_of_all_warehouses():
    places = [Place("TEA", "EAST", 2), Place("TEA", "WEST", 3)]

    assert shortages({"TEA": 5}, places) == ()
    assert shortages({"TEA": 6}, places) == (Shortage(sku="TEA", wanted=6, available=5),)


def test_an_unknown_sku_is_a_shortage_of_everything():
    assert shortages({"TEA": 1}, []) == (Shortage(sku="TEA", wanted=1, available=0),)
