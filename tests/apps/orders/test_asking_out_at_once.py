"""Asking a parcel back, stopping it, and the courier's news at once: real threads, real commits."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial

import pytest

from apps.orders.models import Cancellation, Order, OrderState
from apps.orders.queries import credits_that_do_not_add_up, lines_that_do_not_add_up
from apps.orders.rules import GiveUpReason
from apps.orders.services import (
    WantedLine,
    cancel_items_or_ask,
    leave_asked_items_out,
    place_order,
    stop_order,
)
from apps.shipping.models import Shipment, ShipmentState
from apps.shipping.rules import Consignment, ConsignmentStatus
from apps.shipping.services import hear_of_consignment
from shop.events.orders import OrderItemsCancellationRequested, OrderItemsCancelled
from shop.events.shipping import ShipmentRecalled
from shop.kernel.errors import DomainError
from shop.kernel.identity import new_id
from tests.apps.inventory.queues import assert_queues_add_up, held
from tests.apps.inventory.story import pay
from tests.apps.orders.conftest import ADDRESS
from tests.apps.shipping.at_the_courier import courier_says
from tests.factories.inventory import StockFactory
from tests.factories.orders import OfferFactory, TaxRateFactory
from tests.together import outcomes_of

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 5


@pytest.fixture
def tell(deliver) -> Callable[[], None]:
    """Everybody who has to do with goods: the money of these orders exists in events only."""
    return lambda: deliver("orders", "inventory", "shipping")


@pytest.fixture
def booked(tell) -> list[Order]:
    """Some orders of four tins, whose parcels the courier knows."""
    TaxRateFactory()
    StockFactory(sku="TEA-1", on_hand=4 * MANY)
    OfferFactory(sku="TEA-1", price=Decimal("3.33"))
    return [_booked(tell) for _ in range(MANY)]


def _booked(tell) -> Order:
    order = place_order(
        customer_id=new_id(),
        lines=[WantedLine("TEA-1", 4)],
        delivery_address=ADDRESS,
        email="ada@example.com",
    ).order
    pay(order.id)
    tell()
    courier_says(order.id, "booked")
    return order


def less(order: Order, units: int = 1) -> Callable[[], object]:
    return partial(
        cancel_items_or_ask,
        lambda cancel: cancel(),
        order_id=order.id,
        units={order.lines.get().id: units},
        reason=GiveUpReason.TAKES_TOO_LONG,
    )


def news(order: Order, status: str) -> Callable[[], object]:
    """The courier calls back about the consignment that he has now."""
    shipment = Shipment.objects.get(order_id=order.id)
    consignment = Consignment(
        id=shipment.courier_id,
        reference=shipment.reference,
        status=ConsignmentStatus(status),
        tracking_number=shipment.tracking_number,
    )
    return partial(hear_of_consignment, shipment_id=shipment.id, consignment=consignment)


def refused(outcomes: list[object]) -> list[object]:
    """What did not come to pass, and only because of a rule."""
    errors = [it for it in outcomes if isinstance(it, BaseException)]
    assert all(isinstance(error, DomainError) for error in errors), errors
    return errors


def assert_nothing_is_open():
    assert_queues_add_up()
    assert list(credits_that_do_not_add_up()) == lines_that_do_not_add_up() == []
    assert not Cancellation.objects.filter(state="requested").exists()
    assert not Shipment.objects.filter(state=ShipmentState.RECALLED).exists()


def test_it_leaves_whole_or_is_asked_back_in_time(booked, tell):
    for order in booked:
        refused(outcomes_of([less(order), news(order, "dispatched"), less(order, 2)]))
    tell()

    for order in Order.objects.all():
        line = order.lines.get()
        assert (order.state, line.shipped, line.cancelling) == (OrderState.SHIPPED, 4, 0)
    assert_nothing_is_open()


def test_two_wishes_at_once_are_one_after_the_other(booked, tell, published):
    for order in booked:
        assert len(refused(outcomes_of([less(order)] * 4))) == 3
        courier_says(order.id, "cancelled")
    tell()

    assert len(published(OrderItemsCancellationRequested)) == MANY
    for order in Order.objects.all():
        assert (order.lines.get().cancelled, held(order.id)) == (1, {"TEA-1": 3})
    assert_nothing_is_open()


def test_the_answer_is_heard_once_whoever_brings_it(booked, tell, published):
    for order in booked:
        less(order)()
        answer = news(order, "cancelled")
        refused(outcomes_of([answer, answer, less(order, 2), answer]))
    tell()

    assert len(published(ShipmentRecalled)) == len(published(OrderItemsCancelled)) == MANY
    for order in Order.objects.all():
        assert order.lines.get().cancelled == 1
    assert_nothing_is_open()


def test_less_and_all_and_the_answer_at_once_end_with_all(booked, tell):
    for place, order in enumerate(booked):
        less(order)()
        answer = news(order, "cancelled")
        if place % 2:
            answer()
            answer = partial(leave_asked_items_out, order_id=order.id)
        refused(outcomes_of([partial(stop_order, order_id=order.id), answer, less(order, 2)]))
    tell()
    for shipment in Shipment.objects.filter(state=ShipmentState.CANCELLING):
        courier_says(shipment.order_id, "cancelled")
    tell()

    for order in Order.objects.all():
        assert (order.state, order.credited) == (OrderState.CANCELLED, order.total)
    assert_nothing_is_open()
