"""Wanting less, stopping all, and the courier being asked at once: real threads, real commits."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from uuid import UUID

import pytest

from apps.inventory.models import Reservation
from apps.inventory.services import receive_stock, ship_stock
from apps.orders.models import Order
from apps.orders.queries import credits_that_do_not_add_up, lines_that_do_not_add_up
from apps.orders.rules import GiveUpReason
from apps.orders.services import WantedLine, cancel_items, place_order, stop_order
from apps.shipping.models import Shipment
from apps.shipping.rules import Parcel
from shop.events.orders import OrderCancellationRequested, OrderItemsCancelled, RefundGranted
from shop.kernel import jobs
from shop.kernel.errors import DomainError, NotAtOnce
from shop.kernel.identity import new_id
from shop.kernel.outbox.unit_of_work import unit_of_work
from tests.apps.inventory.queues import assert_queues_add_up, held, let_wait
from tests.apps.inventory.story import pay
from tests.apps.orders.conftest import ADDRESS
from tests.factories.orders import OfferFactory, TaxRateFactory
from tests.together import at_once, outcomes_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def tell(deliver) -> Callable[[], None]:
    """Everybody who has to do with goods: the money of these orders exists in events only."""
    return lambda: deliver("orders", "inventory", "shipping")


@pytest.fixture
def bought(tell) -> Callable[[int], Order]:
    """`bought(3)`: a confirmed order of so many tins; the others wait in line."""
    TaxRateFactory()
    let_wait("TEA-1", on_hand=40)
    OfferFactory(sku="TEA-1", price=Decimal("3.33"))

    def make(units: int) -> Order:
        placed = place_order(
            customer_id=new_id(),
            lines=[WantedLine("TEA-1", units)],
            delivery_address=ADDRESS,
            email="ada@example.com",
        )
        pay(placed.order.id)
        tell()
        return placed.order

    return make


def less(order: Order, units: int = 1) -> Callable[[], object]:
    named = {order.lines.get().id: units}
    return partial(cancel_items, order_id=order.id, units=named, reason=GiveUpReason.TAKES_TOO_LONG)


def open_units(order: Order) -> int:
    return order.lines.get().open_quantity


def in_parcel(order: Order) -> int:
    (parcel,) = Shipment.objects.get(order_id=order.id).contents
    return parcel.quantity


def assert_books_are_right():
    assert_queues_add_up()
    assert list(credits_that_do_not_add_up()) == lines_that_do_not_add_up() == []


def _ask_courier(shipment_id: UUID, told: list[tuple[Parcel, ...]]) -> None:
    jobs.perform(Shipment, shipment_id, lambda shipment: told.append(shipment.contents))


def test_a_courier_is_told_what_is_left_or_nothing_is_left_out(bought):
    for order in [bought(3) for _ in range(8)]:
        told: list[tuple[Parcel, ...]] = []
        ask = partial(_ask_courier, Shipment.objects.get(order_id=order.id).id, told)

        outcomes = outcomes_of([ask, less(order), less(order)])
        # Who finds the row locked leaves it to the sweeper.
        if not told:
            ask()

        refused = [it for it in outcomes if isinstance(it, BaseException)]
        assert {type(it) for it in refused} <= {NotAtOnce}
        assert len(refused) + 3 - open_units(order) == 2
        ((parcel,),) = told
        assert parcel.quantity == in_parcel(order) == open_units(order)
        assert held(order.id) == {"TEA-1": open_units(order)}
    assert_books_are_right()


def test_less_and_all_at_once_end_with_all(bought, tell, published):
    orders = [bought(4) for _ in range(6)]

    for order in orders:
        stop = partial(stop_order, order_id=order.id)
        outcomes = outcomes_of([less(order), stop, less(order, 2)])
        refused = [it for it in outcomes if isinstance(it, BaseException)]
        assert {type(it) for it in refused} <= {DomainError}
    tell()

    assert len(published(OrderCancellationRequested)) == 6
    for order in Order.objects.all():
        assert (order.is_cancelled, order.credited) == (True, order.total)
    assert_books_are_right()


def test_units_are_given_up_once_however_many_ask(bought, published):
    order = bought(5)

    outcomes = outcomes_of([less(order, 2)] * 6)

    done = [it for it in outcomes if isinstance(it, Order)]
    assert (len(done), len(published(OrderItemsCancelled))) == (2, 2)
    assert (open_units(order), held(order.id)) == (1, {"TEA-1": 1})
    assert [it.amount.amount for it in published(RefundGranted)] == [Decimal("6.66")] * 2
    assert_books_are_right()


def test_units_that_come_while_they_are_given_up_go_to_who_waits(bought, tell):
    orders = [bought(44), bought(6)]

    at_once(
        [
            *[less(orders[0], 2), less(orders[0], 3), less(orders[1])],
            *[partial(receive_stock, sku="TEA-1", warehouse="MAIN", quantity=1)] * 6,
        ]
    )
    tell()
    # What somebody had to leave because a row was in use comes with the next units.
    receive_stock(sku="TEA-1", warehouse="MAIN", quantity=10)
    tell()

    assert [held(order.id) for order in orders] == [{"TEA-1": 39}, {"TEA-1": 5}]
    assert [in_parcel(order) for order in orders] == [39, 5]
    assert not Reservation.objects.filter(awaited__gt=0).exists()
    assert_books_are_right()


class Crash(Exception):
    pass


def test_a_crash_leaves_nothing_behind(bought, published):
    order = bought(3)

    @unit_of_work
    def crash() -> None:
        less(order)()
        raise Crash

    with pytest.raises(Crash):
        crash()

    assert (open_units(order), in_parcel(order), held(order.id)) == (3, 3, {"TEA-1": 3})
    assert published(OrderItemsCancelled) == published(RefundGranted) == []
    ship_stock(order_id=order.id)
    with pytest.raises(DomainError, match="The goods are shipped: nothing can be left out"):
        less(order)()
