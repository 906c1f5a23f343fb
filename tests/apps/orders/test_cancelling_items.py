"""A buyer of a paid order wants less of it: the rest is sent, and he gets back what it cost."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from apps.inventory.models import Reservation, Stock
from apps.inventory.services import receive_stock
from apps.orders.models import Credit, Invoice, Order, OrderState
from apps.orders.queries import credits_that_do_not_add_up, lines_that_do_not_add_up
from apps.orders.rules import GiveUpReason
from apps.orders.services import (
    WantedLine,
    cancel_items,
    cancel_order,
    place_order,
    ship_order,
    stop_order,
)
from apps.shipping.models import Shipment
from shop.events.inventory import StockReleased
from shop.events.orders import (
    OrderCancellationRequested,
    OrderCancelled,
    OrderItemsCancelled,
    OrderReleased,
    RefundGranted,
)
from shop.kernel.errors import DomainError, NotAtOnce, NotFound
from shop.kernel.identity import new_id
from tests.apps.inventory.queues import assert_queues_add_up, held, let_wait, line
from tests.apps.inventory.story import dispatch_parcel, pay
from tests.apps.orders.conftest import ADDRESS
from tests.factories.inventory import StockFactory
from tests.factories.orders import OfferFactory, OrderLineFactory, TaxRateFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def tell(deliver) -> Callable[[], None]:
    """Tells everybody who has to do with goods: the money of these orders exists in events only."""
    return lambda: deliver("orders", "inventory", "shipping")


@pytest.fixture(autouse=True)
def _tea(db):
    TaxRateFactory()
    let_wait("TEA-1", on_hand=5)
    OfferFactory(sku="TEA-1")
    StockFactory(sku="MUG", on_hand=5)
    OfferFactory(sku="MUG", price=Decimal("3.33"))


def place(*lines: tuple[str, int]) -> Order:
    return place_order(
        customer_id=new_id(),
        lines=[WantedLine(sku, quantity) for sku, quantity in lines],
        delivery_address=ADDRESS,
        email="ada@example.com",
    ).order


@pytest.fixture
def bought(tell) -> Callable[..., Order]:
    """`bought(("TEA-1", 3))`: a confirmed order of so many units, line by line."""

    def make(*lines: tuple[str, int]) -> Order:
        order = place(*lines)
        pay(order.id)
        tell()
        return order

    return make


def cancel(order: Order, *units: int) -> Order:
    """So many units of each line, in their order."""
    lines = order.lines.order_by("position")
    named = {line.id: many for line, many in zip(lines, units, strict=False) if many}
    return cancel_items(order_id=order.id, units=named, reason=GiveUpReason.CHANGED_MIND)


def columns(order: Order, *names: str) -> list[tuple[int, ...]]:
    return list(order.lines.order_by("position").values_list(*names))


def free(sku: str) -> int:
    return sum(row.free for row in Stock.objects.filter(sku=sku))


def parcel_of(order: Order) -> dict[str, int]:
    parcels = Shipment.objects.get(order_id=order.id).contents
    return {parcel.sku: parcel.quantity for parcel in parcels}


def come(units: int) -> None:
    receive_stock(sku="TEA-1", warehouse="MAIN", quantity=units)


def assert_books_are_right():
    assert_queues_add_up()
    assert list(credits_that_do_not_add_up()) == lines_that_do_not_add_up() == []


def test_units_are_left_out_let_go_and_credited_in_one_moment(bought, published):
    order = bought(("TEA-1", 3), ("MUG", 3))

    cancel(order, 1, 2)

    assert columns(order, "cancelled") == [(1,), (2,)]
    assert parcel_of(order) == {"TEA-1": 2, "MUG": 1}
    assert (held(order.id), free("TEA-1"), free("MUG")) == ({"TEA-1": 2, "MUG": 1}, 3, 4)
    (told,) = published(OrderItemsCancelled)
    assert [(it.sku, it.quantity) for it in told.items] == [("TEA-1", 1), ("MUG", 2)]
    (granted,) = published(RefundGranted)
    assert (granted.amount.amount, granted.reason) == (Decimal("19.16"), "items_cancelled")
    assert [it.reason for it in published(StockReleased)] == ["items_cancelled"]
    assert list(Invoice.objects.order_by("issued_at").values_list("kind", flat=True)) == [
        "invoice",
        "credit_note",
    ]
    assert_books_are_right()


def test_the_rest_is_sent_and_all_of_it_can_come_back(bought, tell):
    order = bought(("TEA-1", 3), ("MUG", 1))
    cancel(order, 2, 1)

    dispatch_parcel(order.id)
    tell()

    assert columns(order, "shipped", "cancelled") == [(1, 2), (0, 1)]
    assert Order.objects.get(pk=order.id).state == OrderState.SHIPPED
    assert list(Stock.objects.order_by("sku").values_list("on_hand", "reserved")) == [
        (5, 0),
        (4, 0),
    ]
    assert_books_are_right()


def test_however_it_ends_what_was_paid_is_credited_to_the_cent(bought, tell):
    order = bought(("MUG", 3))
    cancel(order, 1)
    cancel(order, 1)

    cancel_order(order_id=order.id, reason="requested")
    tell()

    order.refresh_from_db()
    assert order.credited == order.total
    assert [it.amount for it in Credit.objects.order_by("made_at")] == [Decimal("3.33")] * 3
    assert free("MUG") == 5
    assert_books_are_right()


def test_a_cancelled_order_tells_only_of_what_was_left(bought, published):
    order = bought(("MUG", 3))
    cancel(order, 1)

    cancel_order(order_id=order.id, reason="requested")

    assert [[it.quantity for it in told.items] for told in published(OrderCancelled)] == [[2]]


def test_what_is_still_to_come_is_left_out_first_and_the_rest_is_sent(bought, tell, published):
    order = bought(("TEA-1", 8), ("MUG", 1))
    assert columns(order, "awaited") == [(3,), (0,)]

    cancel(order, 2)
    tell()

    assert (columns(order, "awaited"), line("TEA-1")) == ([(1,), (0,)], [(order.id, 1)])
    assert published(OrderReleased) == []

    cancel(order, 3)
    tell()

    (released,) = published(OrderReleased)
    assert [(it.sku, it.quantity) for it in released.items] == [("TEA-1", 3), ("MUG", 1)]
    assert parcel_of(order) == {"TEA-1": 3, "MUG": 1}
    assert (line("TEA-1"), free("TEA-1")) == ([], 2)
    dispatch_parcel(order.id)
    tell()
    assert columns(order, "shipped", "cancelled") == [(3, 5), (1, 0)]
    assert_books_are_right()


def test_what_one_line_leaves_there_is_for_another_that_waits(bought, tell):
    order = bought(("TEA-1", 4), ("TEA-1", 3))
    assert columns(order, "awaited") == [(0,), (2,)]

    cancel(order, 3)
    tell()

    assert columns(order, "cancelled", "awaited") == [(3, 0), (0, 0)]
    assert sum(parcel_of(order).values()) == 3
    assert_books_are_right()


def test_units_let_go_are_for_those_who_wait(bought, tell):
    first, second = bought(("TEA-1", 5)), bought(("TEA-1", 2))

    cancel(first, 3)
    tell()

    assert (held(second.id), line("TEA-1"), free("TEA-1")) == ({"TEA-1": 2}, [], 1)
    assert parcel_of(second) == {"TEA-1": 2}
    assert_books_are_right()


@pytest.mark.parametrize("units", [1, 2, 3, 4, 5, 6])
def test_units_that_come_just_when_they_are_given_up(bought, tell, units, published):
    order = bought(("TEA-1", 8))

    come(2)
    cancel(order, units)
    tell()
    come(5)
    tell()

    assert len(published(OrderReleased)) == 1
    assert parcel_of(order) == {"TEA-1": 8 - units}
    assert free("TEA-1") == 5 + 7 - (8 - units)
    assert not Reservation.objects.get().awaited
    assert_books_are_right()


def test_everything_that_is_left_is_the_whole_order(bought, published):
    order = bought(("TEA-1", 2), ("MUG", 1))
    cancel(order, 1)

    cancel(order, 1, 1)

    assert len(published(OrderCancellationRequested)) == len(published(OrderItemsCancelled)) == 1
    with pytest.raises(DomainError, match="The whole order is being stopped"):
        cancel(order, 1)


def test_all_of_an_order_that_waits_is_cancelled_at_once(bought):
    order = bought(("TEA-1", 8))

    assert cancel(order, 8).is_cancelled


def test_once_a_courier_was_asked_nothing_is_taken_out_at_once(bought, published):
    order = bought(("TEA-1", 3))
    Shipment.objects.update(claims=1)

    with pytest.raises(NotAtOnce, match=r"The courier knows the parcel already.*give it back"):
        cancel(order, 1)

    assert (columns(order, "cancelled"), held(order.id)) == ([(0,)], {"TEA-1": 3})
    assert published(OrderItemsCancelled) == published(RefundGranted) == []


def test_while_the_parcel_is_just_being_asked_for_it_has_to_be_tried_again(deliver):
    order = place(("TEA-1", 3))
    pay(order.id)
    deliver("orders")

    with pytest.raises(DomainError, match="being asked for just now: try again"):
        cancel(order, 1)


def test_an_unpaid_order_is_cancelled_as_a_whole():
    order = place(("TEA-1", 3))

    with pytest.raises(DomainError, match="not paid is cancelled as a whole"):
        cancel(order, 1)
    assert cancel(order, 3).is_cancelled


def test_what_has_left_or_ended_stays_as_it_is(bought):
    order = bought(("TEA-1", 3))
    ship_order(order_id=order.id, tracking_number="T")

    with pytest.raises(DomainError, match="A shipped order has nothing that could still be left"):
        cancel(order, 1)


def test_a_stopped_order_loses_nothing_more(bought):
    order = bought(("TEA-1", 3))
    stop_order(order_id=order.id)

    with pytest.raises(DomainError, match="The whole order is being stopped"):
        cancel(order, 1)


def test_no_more_than_there_is_and_of_this_order(bought):
    order = bought(("TEA-1", 3))

    with pytest.raises(DomainError, match="Only 3 units of Darjeeling, 250 g can still"):
        cancel(order, 4)
    with pytest.raises(DomainError, match="Say how many units of which line are cancelled"):
        cancel(order)
    with pytest.raises(NotFound, match="no such line"):
        cancel_items(order_id=order.id, units={new_id(): 1}, reason=GiveUpReason.ORDERED_BY_MISTAKE)


def test_tickets_are_cancelled_with_the_whole_order_and_never_left_alone(bought):
    order = bought(("TEA-1", 3))
    OrderLineFactory(order=order, position=9, ticketed=True, quantity=1)

    with pytest.raises(DomainError, match="is a ticket: tickets are only cancelled with the whole"):
        cancel(order, 0, 1)
    with pytest.raises(DomainError, match="Only tickets would be left of the order"):
        cancel(order, 3)
