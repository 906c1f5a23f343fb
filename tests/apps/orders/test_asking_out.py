"""A buyer wants less of what a courier is to fetch already: the parcel is asked back for it."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import IntegrityError

from apps.inventory.models import Stock
from apps.orders.models import Cancellation, Credit, Order, OrderState
from apps.orders.queries import credits_that_do_not_add_up, lines_that_do_not_add_up
from apps.orders.rules import GiveUpReason, KeptReason
from apps.orders.services import (
    WantedLine,
    ask_for_return,
    cancel_items_or_ask,
    keep_asked_items,
    leave_asked_items_out,
    place_order,
    stop_order,
)
from apps.shipping.models import Shipment
from apps.shipping.services import record_undeliverable
from shop.events.orders import (
    OrderCancelled,
    OrderItemsCancellationRefused,
    OrderItemsCancellationRequested,
    OrderItemsCancelled,
    RefundGranted,
)
from shop.kernel import clock, jobs
from shop.kernel.errors import DomainError, NotFound
from shop.kernel.identity import new_id
from tests.apps.inventory.queues import assert_queues_add_up, held
from tests.apps.inventory.story import pay
from tests.apps.orders.conftest import ADDRESS
from tests.apps.shipping.at_the_courier import courier_keeps_it, courier_says
from tests.factories.inventory import StockFactory
from tests.factories.orders import (
    CancellationFactory,
    CancellationLineFactory,
    OfferFactory,
    OrderLineFactory,
    TaxRateFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def tell(deliver) -> Callable[[], None]:
    """Tells everybody who has to do with goods: the money of these orders exists in events only."""
    return lambda: deliver("orders", "inventory", "shipping")


@pytest.fixture
def booked(tell) -> Order:
    """Three tins and two mugs, paid, and the courier knows the parcel."""
    TaxRateFactory()
    for sku, price in (("TEA-1", "12.50"), ("MUG", "3.33")):
        StockFactory(sku=sku, on_hand=5)
        OfferFactory(sku=sku, price=Decimal(price))
    order = place_order(
        customer_id=new_id(),
        lines=[WantedLine("TEA-1", 3), WantedLine("MUG", 2)],
        delivery_address=ADDRESS,
        email="ada@example.com",
    ).order
    pay(order.id)
    tell()
    courier_says(order.id, "booked")
    tell()
    return order


def less(order: Order, *units: int) -> Order:
    """So many units of each line, in their order."""
    lines = order.lines.order_by("position")
    named = {line.id: many for line, many in zip(lines, units, strict=False) if many}
    return cancel_items_or_ask(
        lambda cancel: cancel(), order_id=order.id, units=named, reason=GiveUpReason.CHANGED_MIND
    )


def columns(order: Order, *names: str) -> list[tuple[int, ...]]:
    return list(order.lines.order_by("position").values_list(*names))


def in_parcel(order: Order) -> dict[str, int]:
    parcels = Shipment.objects.get(order_id=order.id).contents
    return {parcel.sku: parcel.quantity for parcel in parcels}


def state_of(order: Order) -> str:
    return Order.objects.get(pk=order.id).state


def assert_books_are_right():
    assert_queues_add_up()
    assert list(credits_that_do_not_add_up()) == lines_that_do_not_add_up() == []


def test_until_the_courier_has_answered_nothing_is_decided(booked, tell, published):
    less(booked, 1, 2)
    tell()

    assert columns(booked, "cancelling", "cancelled") == [(1, 0), (2, 0)]
    assert in_parcel(booked) == held(booked.id) == {"TEA-1": 3, "MUG": 2}
    (told,) = published(OrderItemsCancellationRequested)
    assert [(it.sku, it.quantity) for it in told.items] == [("TEA-1", 1), ("MUG", 2)]
    assert published(OrderItemsCancelled) == published(RefundGranted) == []
    assert_books_are_right()


def test_what_he_gives_back_is_cancelled_credited_and_let_go_before_the_rest_is_booked(
    booked, tell, published
):
    less(booked, 1, 2)

    courier_says(booked.id, "cancelled")
    tell()

    assert columns(booked, "cancelling", "cancelled") == [(0, 1), (0, 2)]
    assert in_parcel(booked) == held(booked.id) == {"TEA-1": 2}
    (granted,) = published(RefundGranted)
    assert granted.amount.amount == Decimal("19.16")
    assert Cancellation.objects.get().state == "done"
    assert_books_are_right()

    courier_says(booked.id, "dispatched")
    tell()

    assert state_of(booked) == OrderState.SHIPPED
    assert columns(booked, "shipped", "cancelled") == [(2, 1), (0, 2)]
    assert list(Stock.objects.order_by("sku").values_list("sku", "on_hand", "reserved")) == [
        ("MUG", 5, 0),
        ("TEA-1", 3, 0),
    ]
    assert_books_are_right()


def test_one_wish_after_the_other(booked, tell):
    for wish in [(1, 0), (0, 1), (1, 0)]:
        less(booked, *wish)
        courier_says(booked.id, "cancelled")
        tell()
        courier_says(booked.id, "booked")

    assert in_parcel(booked) == {"TEA-1": 1, "MUG": 1}
    assert Credit.objects.count() == 3
    assert_books_are_right()


def test_between_two_bookings_it_is_done_at_once(booked, tell):
    less(booked, 1)
    courier_says(booked.id, "cancelled")
    tell()

    less(booked, 1)

    assert columns(booked, "cancelling", "cancelled") == [(0, 2), (0, 0)]
    assert in_parcel(booked) == held(booked.id) == {"TEA-1": 1, "MUG": 2}
    assert_books_are_right()


def test_what_has_left_meanwhile_is_sent_and_can_come_back(booked, tell, published):
    less(booked, 1)

    courier_says(booked.id, "dispatched")
    tell()

    assert columns(booked, "cancelling", "cancelled", "shipped") == [(0, 0, 3), (0, 0, 2)]
    (refused,) = published(OrderItemsCancellationRefused)
    assert (refused.reason, [it.quantity for it in refused.items]) == ("dispatched", [1])
    assert published(RefundGranted) == []
    courier_says(booked.id, "delivered")
    tell()
    tea = booked.lines.get(sku="TEA-1")
    ask_for_return(order_id=booked.id, units={tea.id: 1}, reason="changed_mind")
    assert_books_are_right()


def test_a_courier_who_keeps_it_is_asked_again_at_the_next_wish(booked, tell, published):
    less(booked, 1)
    courier_keeps_it(booked.id)
    tell()

    assert columns(booked, "cancelling", "cancelled") == [(0, 0), (0, 0)]
    assert [it.reason for it in published(OrderItemsCancellationRefused)] == ["courier_refused"]

    less(booked, 2)
    courier_says(booked.id, "cancelled")
    tell()

    assert in_parcel(booked) == {"TEA-1": 1, "MUG": 2}
    assert list(Cancellation.objects.values_list("state", "refusal")) == [
        ("refused", "courier_refused"),
        ("done", ""),
    ]
    assert_books_are_right()


def test_one_wish_is_decided_before_the_next(booked):
    less(booked, 1)

    with pytest.raises(DomainError, match="being asked already to give the parcel back"):
        less(booked, 0, 1)

    assert columns(booked, "cancelling") == [(1,), (0,)]


@pytest.mark.parametrize("answer", ["cancelled", None])
def test_all_of_it_goes_before_a_part_of_it(booked, tell, published, answer):
    less(booked, 1)
    if answer:
        courier_says(booked.id, answer)
    stop_order(order_id=booked.id)
    tell()
    if not answer:
        courier_says(booked.id, "cancelled")
    tell()

    order = Order.objects.get(pk=booked.id)
    assert (order.state, order.credited) == (OrderState.CANCELLED, order.total)
    assert Cancellation.objects.get().state == "done"
    assert published(OrderItemsCancelled) == published(OrderItemsCancellationRefused) == []
    assert [[it.quantity for it in told.items] for told in published(OrderCancelled)] == [[3, 2]]
    assert set(Stock.objects.values_list("on_hand", "reserved")) == {(5, 0)}
    assert_books_are_right()


def test_whoever_names_all_stops_the_order_also_while_a_part_is_asked_for(booked, tell):
    less(booked, 1)

    less(booked, 3, 2)
    tell()
    courier_says(booked.id, "cancelled")
    tell()

    assert state_of(booked) == OrderState.CANCELLED
    assert_books_are_right()


def test_an_address_that_nobody_drives_to_cancels_all(tell, booked):
    Shipment.objects.update(state="requested", courier_id="")
    less(booked, 1)
    Shipment.objects.update(due_at=clock.now())
    mine = jobs.claim(Shipment, Shipment.objects.get().id)

    record_undeliverable(shipment_id=mine.id, claims=mine.claims)
    tell()

    assert state_of(booked) == OrderState.CANCELLED
    assert Cancellation.objects.get().state == "done"
    assert_books_are_right()


def test_news_that_come_twice_or_late_change_nothing(booked, tell, published):
    less(booked, 1)
    courier_says(booked.id, "cancelled")
    tell()

    leave_asked_items_out(order_id=booked.id)
    keep_asked_items(order_id=booked.id, refusal=KeptReason.COURIER_REFUSED)

    assert len(published(OrderItemsCancelled)) == 1
    assert published(OrderItemsCancellationRefused) == []


def test_what_cannot_be_asked_for(booked):
    OrderLineFactory(order=booked, position=9, ticketed=True, quantity=1)

    with pytest.raises(DomainError, match="Only 3 units of Darjeeling, 250 g can still"):
        less(booked, 4)
    with pytest.raises(DomainError, match="is a ticket: tickets are only cancelled"):
        less(booked, 0, 0, 1)
    with pytest.raises(DomainError, match="Only tickets would be left"):
        less(booked, 3, 2)
    with pytest.raises(NotFound, match="no such line"):
        cancel_items_or_ask(
            lambda cancel: cancel(),
            order_id=booked.id,
            units={new_id(): 1},
            reason=GiveUpReason.CHANGED_MIND,
        )
    assert not Cancellation.objects.exists()


def test_what_has_left_is_refused_at_once(booked):
    courier_says(booked.id, "dispatched")

    with pytest.raises(DomainError, match="The parcel is dispatched: nothing can be taken out"):
        less(booked, 1)


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("cancellation_state_known", {"state": "lost", "decided_at": "2026-01-01T00:00Z"}),
        ("cancellation_reason_known", {"reason": "mood"}),
        (
            "cancellation_refused_for_a_reason",
            {"state": "refused", "decided_at": "2026-01-01T00:00Z"},
        ),
        ("cancellation_refused_for_a_reason", {"refusal": "dispatched"}),
        ("cancellation_decided_when", {"state": "done"}),
    ],
)
def test_a_wish_that_cannot_be_is_refused(constraint, values):
    with pytest.raises(IntegrityError, match=constraint):
        CancellationFactory(**values)


def test_a_second_open_wish_is_refused():
    order = CancellationFactory().order

    with pytest.raises(IntegrityError, match="cancellation_one_open_at_a_time"):
        CancellationFactory(order=order)


@pytest.mark.parametrize("units", [0, 3])
def test_units_that_cannot_be_asked_out_are_refused(units):
    with pytest.raises(IntegrityError, match=r"line_quantity|line_units_add_up"):
        CancellationLineFactory(quantity=units, line__cancelling=units)


def test_units_that_nobody_asked_out_are_found():
    line = OrderLineFactory(cancelling=1, order__state="confirmed")

    assert lines_that_do_not_add_up() == [line.order.number]


def test_a_decided_wish_stays_as_it_is():
    asked = CancellationFactory()
    asked.finish()

    with pytest.raises(DomainError, match="This cancellation is done already"):
        asked.refuse(KeptReason.DISPATCHED)
