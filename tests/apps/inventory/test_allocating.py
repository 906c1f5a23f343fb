"""Which warehouses give what an order wants, by each policy, and why."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.inventory.models import Hold, Movement, Reservation
from apps.inventory.rules import FewestParcels, Nearest, OldestStock, Place, Site, shortages
from apps.inventory.services import adjust_stock, open_warehouse, receive_stock
from apps.inventory.services.holding import _policy
from tests.apps.inventory.story import place_order
from tests.factories.inventory import StockFactory, WarehouseFactory

PORTO = Site("PT", "4000-123")
SOME_DAY = datetime(2026, 11, 29, tzinfo=UTC)


@dataclass
class Around:
    """A buyer in Porto, and warehouses where the test says."""

    buyer: Site = PORTO
    where: dict = field(default_factory=dict)
    came: dict = field(default_factory=dict)

    def sites(self):
        return self.where

    def oldest(self, places):
        return {it: SOME_DAY - timedelta(days=self.came[it.warehouse]) for it in places}


def places(**free):
    """`places(EAST={"TEA": 2})`: by SKU and warehouse, as the database gives them."""
    found = [Place(sku, code, units) for code, has in free.items() for sku, units in has.items()]
    return sorted(found, key=lambda it: (it.sku, it.warehouse))


def given_by(policy, demand, lying, around=None):
    allocation = policy.allocate(demand, lying, around or Around())
    items = [(item.sku, item.warehouse, item.quantity) for item in allocation.items]
    return items, allocation.reason


def test_the_first_warehouse_that_has_all_units_gives_them():
    lying = places(EAST={"TEA": 2}, NORTH={"TEA": 5}, WEST={"TEA": 9})

    assert given_by(FewestParcels(), {"TEA": 5}, lying) == (
        [("TEA", "NORTH", 5)],
        "fewest parcels: NORTH",
    )


def test_one_warehouse_that_has_everything_goes_before_two_that_have_a_part():
    lying = places(EAST={"CUP": 5}, NORTH={"TEA": 5}, WEST={"CUP": 1, "TEA": 1})

    assert given_by(FewestParcels(), {"CUP": 1, "TEA": 1}, lying) == (
        [("CUP", "WEST", 1), ("TEA", "WEST", 1)],
        "fewest parcels: WEST",
    )


def test_the_fullest_warehouses_share_what_none_has_alone():
    lying = places(EAST={"TEA": 1}, NORTH={"TEA": 3}, WEST={"TEA": 4})

    assert given_by(FewestParcels(), {"TEA": 6}, lying) == (
        [("TEA", "WEST", 4), ("TEA", "NORTH", 2)],
        "fewest parcels: WEST, NORTH",
    )


def test_who_sends_a_parcel_anyhow_gives_what_has_to_be_shared():
    lying = places(EAST={"CUP": 1, "TEA": 2}, NORTH={"TEA": 3}, WEST={"TEA": 3})

    items, _ = given_by(FewestParcels(), {"CUP": 1, "TEA": 5}, lying)

    assert items == [("CUP", "EAST", 1), ("TEA", "EAST", 2), ("TEA", "NORTH", 3)]


def test_an_empty_warehouse_gives_nothing():
    lying = places(EAST={"TEA": 0}, NORTH={"TEA": 1}, WEST={"TEA": 1})

    items, _ = given_by(FewestParcels(), {"TEA": 2}, lying)

    assert items == [("TEA", "NORTH", 1), ("TEA", "WEST", 1)]


@pytest.mark.parametrize(
    ("sites", "order"),
    [
        ({"EAST": Site("ES", "28001"), "WEST": Site("PT", "1000")}, ["WEST", "EAST"]),
        ({"EAST": Site("PT", "4100"), "WEST": Site("PT", "4000-999")}, ["WEST", "EAST"]),
        ({"EAST": Site("PT", " 4000 123"), "WEST": Site("PT", "40")}, ["EAST", "WEST"]),
        ({"EAST": Site(), "WEST": Site("PT", "")}, ["WEST", "EAST"]),
        ({"EAST": Site("ES", "4000"), "WEST": Site("FR", "4000")}, ["EAST", "WEST"]),
        ({}, ["EAST", "WEST"]),
    ],
)
def test_the_nearest_give_what_they_have_and_the_next_ones_the_rest(sites, order):
    lying = places(EAST={"TEA": 3}, WEST={"TEA": 3})

    items, reason = given_by(Nearest(), {"TEA": 4}, lying, Around(where=sites))

    assert [(warehouse, units) for _, warehouse, units in items] == [(order[0], 3), (order[1], 1)]
    assert reason == f"nearest first: {', '.join(order)}"


def test_what_came_first_leaves_first():
    lying = places(EAST={"TEA": 3}, WEST={"TEA": 3})

    items, reason = given_by(OldestStock(), {"TEA": 4}, lying, Around(came={"EAST": 1, "WEST": 9}))

    assert items == [("TEA", "WEST", 3), ("TEA", "EAST", 1)]
    assert reason == "oldest stock first: WEST, EAST"


@pytest.mark.parametrize("policy", [Nearest(), OldestStock()])
def test_where_there_is_no_choice_nothing_is_asked(policy):
    lying = places(EAST={"CUP": 1, "TEA": 3})

    items, _ = given_by(policy, {"CUP": 1, "TEA": 2}, lying, around=object())

    assert items == [("CUP", "EAST", 1), ("TEA", "EAST", 2)]


@given(
    demand=st.dictionaries(st.sampled_from(["CUP", "TEA", "JUG"]), st.integers(1, 6), min_size=1),
    free=st.dictionaries(
        st.tuples(st.sampled_from(["CUP", "TEA", "JUG"]), st.sampled_from(["EAST", "WEST", "X"])),
        st.integers(0, 6),
    ),
    policy=st.sampled_from([FewestParcels(), Nearest(), OldestStock()]),
)
def test_every_policy_gives_exactly_what_is_wanted_of_what_is_there(demand, free, policy):
    lying = [Place(sku, code, units) for (sku, code), units in sorted(free.items())]
    lying = [place for place in lying if place.sku in demand]
    if shortages(demand, lying):
        return

    items, _ = given_by(policy, demand, lying, Around(came={"EAST": 1, "WEST": 2, "X": 3}))

    given_away = {sku: sum(n for it, _, n in items if it == sku) for sku in demand}
    assert given_away == demand
    assert all(0 < units <= free[sku, code] for sku, code, units in items)
    assert len({(sku, code) for sku, code, _ in items}) == len(items)


@pytest.fixture
def policy(settings):
    """`policy(Nearest)`: the shop allocates so."""

    def choose(chosen):
        settings.ALLOCATION = f"apps.inventory.rules.{chosen.__name__}"
        _policy.cache_clear()

    yield choose
    _policy.cache_clear()


def senders():
    return [(hold.warehouse, hold.quantity) for hold in Hold.objects.order_by("id")]


@pytest.mark.django_db
class TestInTheShop:
    def test_why_is_written_down(self):
        StockFactory(sku="TEA", warehouse__code="EAST", on_hand=1)
        StockFactory(sku="TEA", warehouse__code="WEST", on_hand=4)

        place_order(("TEA", 3))

        assert senders() == [("WEST", 3)]
        assert Reservation.objects.get().allocation == "fewest parcels: WEST"

    def test_a_buyer_gets_it_from_next_door(self, policy):
        policy(Nearest)
        open_warehouse(code="EAST", name="Madrid", site=Site("ES", "28001"))
        open_warehouse(code="WEST", name="Porto", site=Site("PT", "4100"))
        for code in ("EAST", "WEST"):
            receive_stock(sku="TEA", warehouse=code, quantity=2)

        place_order(("TEA", 3))

        assert senders() == [("WEST", 2), ("EAST", 1)]
        assert Reservation.objects.get().allocation == "nearest first: WEST, EAST"

    def test_the_oldest_unit_that_is_still_there_decides(self, policy):
        policy(OldestStock)
        for code in ("EAST", "WEST"):
            WarehouseFactory(code=code)
        receive_stock(sku="TEA", warehouse="EAST", quantity=5)
        receive_stock(sku="TEA", warehouse="WEST", quantity=5)
        receive_stock(sku="TEA", warehouse="EAST", quantity=5)
        adjust_stock(sku="TEA", warehouse="EAST", delta=-5, reason="the first ones are gone")

        place_order(("TEA", 1))

        assert senders() == [("WEST", 1)]
        assert Movement.objects.filter(warehouse="WEST", cause="held").exists()
