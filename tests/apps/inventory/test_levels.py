import pytest

from apps.inventory.models import Movement, Stock, Warehouse
from apps.inventory.queries import ledger_drift
from apps.inventory.rules import Site, StockLevel
from apps.inventory.services import (
    adjust_stock,
    open_warehouse,
    receive_delivery,
    receive_stock,
    set_stock_levels,
)
from shop.events.inventory import StockUpdated
from shop.kernel.context import acting_as
from shop.kernel.errors import DomainError, InvalidInput, NotFound
from tests.apps.inventory.story import place_order
from tests.factories.inventory import StockFactory, WarehouseFactory

pytestmark = pytest.mark.django_db


def test_received_units_are_on_hand_in_the_ledger_and_announced(published):
    WarehouseFactory(code="MAIN")

    with acting_as("staff:7"):
        receive_stock(sku="TEA", warehouse="MAIN", quantity=4, reason="delivery 17")

    assert Stock.objects.get().on_hand == 4
    movement = Movement.objects.get()
    assert (movement.on_hand, movement.actor, movement.reason) == (4, "staff:7", "delivery 17")
    assert published(StockUpdated) == [StockUpdated(sku="TEA", on_hand=4, reserved=0, available=4)]


def test_a_delivery_of_several_skus_is_received_and_announced_together(published):
    WarehouseFactory(code="MAIN")
    receive_stock(sku="TEA", warehouse="MAIN", quantity=1)

    receive_delivery(warehouse="MAIN", units={"TEA": 4, "CUP": 2}, reason="note 17")

    assert dict(Stock.objects.values_list("sku", "on_hand")) == {"TEA": 5, "CUP": 2}
    assert {(event.sku, event.on_hand) for event in published(StockUpdated)[1:]} == {
        ("TEA", 5),
        ("CUP", 2),
    }
    assert ledger_drift() == []


def test_a_delivery_with_an_impossible_quantity_is_not_received_at_all():
    WarehouseFactory(code="MAIN")

    with pytest.raises(InvalidInput, match="between 1 and 1,000,000"):
        receive_delivery(warehouse="MAIN", units={"TEA": 4, "CUP": 0})

    assert not Stock.objects.exists()


@pytest.mark.parametrize("quantity", [0, -3, 1_000_001])
def test_an_impossible_quantity_is_not_received(quantity):
    WarehouseFactory(code="MAIN")

    with pytest.raises(InvalidInput, match="between 1 and 1,000,000"):
        receive_stock(sku="TEA", warehouse="MAIN", quantity=quantity)

    assert not Stock.objects.exists()


def test_a_warehouse_that_nobody_opened_is_refused():
    with pytest.raises(NotFound, match="There is no warehouse MOON: open it first"):
        receive_stock(sku="TEA", warehouse="MOON", quantity=1)


@pytest.mark.parametrize("sku", ["", "A" * 256, "TEA\0"])
def test_a_sku_that_cannot_name_anything_is_refused(sku):
    WarehouseFactory(code="MAIN")

    with pytest.raises(InvalidInput, match="A SKU has 1 to 255 printable characters"):
        receive_stock(sku=sku, warehouse="MAIN", quantity=1)


def test_a_place_has_a_limit():
    StockFactory(sku="TEA", on_hand=1_000_000_000)

    with pytest.raises(DomainError, match="cannot hold more than 1,000,000,000 units"):
        receive_stock(sku="TEA", warehouse="MAIN", quantity=1)


def test_an_adjustment_changes_what_is_on_hand():
    StockFactory(sku="TEA", on_hand=5)

    adjust_stock(sku="TEA", warehouse="MAIN", delta=-2, reason="broken")

    assert Stock.objects.get().on_hand == 3
    assert ledger_drift() == []


def test_an_adjustment_by_nothing_is_refused():
    StockFactory(sku="TEA", on_hand=5)

    with pytest.raises(InvalidInput, match="give the difference"):
        adjust_stock(sku="TEA", warehouse="MAIN", delta=0, reason="?")


def test_promised_units_cannot_be_adjusted_away():
    StockFactory(sku="TEA", on_hand=5)
    place_order(("TEA", 4))

    with pytest.raises(DomainError, match="5 units, 4 of them promised to orders"):
        adjust_stock(sku="TEA", warehouse="MAIN", delta=-2, reason="stolen")

    assert Stock.objects.get().on_hand == 5
    assert ledger_drift() == []


def test_counted_levels_become_the_balances_and_only_differences_are_written():
    StockFactory(sku="TEA", on_hand=5)
    StockFactory(sku="CUP", on_hand=3)
    levels = [
        StockLevel(sku="TEA", warehouse="MAIN", on_hand=7),
        StockLevel(sku="CUP", warehouse="MAIN", on_hand=3),
        StockLevel(sku="POT", warehouse="MAIN", on_hand=1),
    ]

    changed = set_stock_levels(levels=levels, reason="count")

    assert changed == 2
    assert dict(Stock.objects.values_list("sku", "on_hand")) == {"TEA": 7, "CUP": 3, "POT": 1}
    assert Movement.objects.filter(reason="count").count() == 2
    assert ledger_drift() == []


def test_the_same_count_again_changes_nothing():
    WarehouseFactory(code="MAIN")
    levels = [StockLevel(sku="TEA", warehouse="MAIN", on_hand=7)]
    set_stock_levels(levels=levels, reason="count")

    assert set_stock_levels(levels=levels, reason="count") == 0

    assert Movement.objects.count() == 1


def test_a_place_counted_twice_is_refused():
    WarehouseFactory(code="MAIN")
    level = StockLevel(sku="TEA", warehouse="MAIN", on_hand=7)

    with pytest.raises(InvalidInput, match="counted twice"):
        set_stock_levels(levels=[level, level], reason="count")


def test_a_warehouse_is_opened_once_and_may_be_renamed():
    open_warehouse(code="MAIN", name="Old name")
    open_warehouse(code="MAIN", name="Harbour")

    assert Warehouse.objects.get().name == "Harbour"


def test_a_warehouse_needs_a_code():
    with pytest.raises(InvalidInput, match="needs a code"):
        open_warehouse(code="", name="Nowhere")


def test_a_country_that_nobody_knows_is_refused():
    with pytest.raises(InvalidInput, match="ISO 3166-1 alpha-2"):
        open_warehouse(code="WEST", name="Porto", site=Site("Portugal", "4100"))


def test_a_name_alone_leaves_a_warehouse_where_it_is():
    open_warehouse(code="WEST", name="Porto", site=Site("PT", "4100"))

    open_warehouse(code="WEST", name="Harbour")

    warehouse = Warehouse.objects.get()
    assert (warehouse.name, warehouse.country) == ("Harbour", "PT")
