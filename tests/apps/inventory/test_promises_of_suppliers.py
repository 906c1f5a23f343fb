"""What suppliers owe is promised to those who wait, in their order, and every change is told."""

from datetime import UTC, date, datetime

import pytest

from apps.inventory.services import renew_all_promises
from shop.events.inventory import (
    BackorderFilled,
    BackorderPromised,
    BackorderRaised,
    StockUpdated,
)
from shop.kernel import clock
from tests.apps.inventory.purchases import DUE, Told
from tests.apps.inventory.queues import assert_queues_add_up, held, let_wait, line
from tests.apps.inventory.story import cancel, place_order
from tests.factories.inventory import WarehouseFactory

pytestmark = pytest.mark.django_db

LATER = date(2026, 12, 9)


@pytest.fixture(autouse=True)
def _in_november(db):
    WarehouseFactory(code="WEST")
    with clock.travelled_to(datetime(2026, 11, 20, 12, tzinfo=UTC)):
        let_wait()
        yield


@pytest.fixture
def ordered(deliver):
    """Three units are on order."""
    purchase = Told()
    purchase.placed(TEA=3)
    deliver("inventory")
    return purchase


def days_told(published):
    return [(event.order_id, event.promised_for) for event in published(BackorderPromised)]


def test_whoever_orders_is_promised_what_is_on_order_as_far_as_it_goes(ordered, published):
    for _ in range(2):
        place_order(("TEA", 2))

    assert [event.promised_for for event in published(BackorderRaised)] == [DUE, None]


def test_what_is_ordered_later_promises_the_day_to_those_who_wait(deliver, published):
    first, second = (place_order(("TEA", 2)) for _ in range(2))
    purchase = Told()

    purchase.placed(TEA=4)
    deliver("inventory")

    assert days_told(published) == [(first, DUE), (second, DUE)]


def test_another_day_is_told_to_everybody_whom_it_concerns(ordered, deliver, published):
    first = place_order(("TEA", 3))
    place_order(("TEA", 1))

    ordered.acknowledged(LATER, TEA=3)
    deliver("inventory")
    renew_all_promises()

    assert days_told(published) == [(first, LATER)]
    assert published(StockUpdated)[-1].promised_for is None


def test_what_comes_fills_the_queue_and_moves_nobodys_day(ordered, deliver, published):
    first, second = place_order(("TEA", 1)), place_order(("TEA", 2))

    ordered.received({"TEA": 1}, TEA=2)
    deliver("inventory")
    renew_all_promises()

    assert (held(first), held(second), line()) == ({"TEA": 1}, {"TEA": 1}, [(second, 1)])
    assert [event.order_is_complete for event in published(BackorderFilled)] == [True, False]
    assert days_told(published) == []
    assert_queues_add_up()


def test_what_never_comes_is_promised_no_more(ordered, deliver, published):
    order_id = place_order(("TEA", 1))

    ordered.cancelled()
    deliver("inventory")

    assert days_told(published) == [(order_id, None)]


def test_who_moves_up_in_line_is_promised_an_earlier_day(ordered, deliver, published):
    first, second = place_order(("TEA", 3)), place_order(("TEA", 1))

    cancel(first)
    deliver("inventory")
    renew_all_promises()

    assert days_told(published) == [(second, DUE)]


def test_buyers_see_for_which_day_the_next_unit_is_promised(ordered, deliver, published):
    place_order(("TEA", 2))
    deliver("inventory")

    told = published(StockUpdated)[-1]
    assert (told.available, told.when_sold_out, told.promised_for) == (0, "backorder", DUE)
