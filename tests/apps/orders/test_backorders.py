"""An order whose goods are not all there is paid, waits, and is sent when it is complete."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from apps.inventory.services import receive_stock
from apps.orders.models import Order, OrderLine, OrderState
from apps.orders.services import WantedLine, place_order, stop_order, take_in_backordered
from apps.shipping.models import Shipment
from shop.events.inventory import BackorderPromised
from shop.events.orders import (
    OrderCancellationRequested,
    OrderCancelled,
    OrderConfirmed,
    OrderReleased,
)
from shop.kernel.errors import DomainError
from shop.kernel.identity import new_id
from tests.apps.inventory.queues import let_wait, line
from tests.apps.inventory.story import happen, pay
from tests.apps.orders.conftest import ADDRESS
from tests.factories.orders import OfferFactory, TaxRateFactory

pytestmark = pytest.mark.django_db

DAY = date(2026, 12, 12)


@pytest.fixture(autouse=True)
def _tea(db):
    TaxRateFactory()
    let_wait("TEA-1", on_hand=1)
    OfferFactory(sku="TEA-1")


def place(*quantities):
    placed = place_order(
        customer_id=new_id(),
        lines=[WantedLine("TEA-1", quantity) for quantity in quantities],
        delivery_address=ADDRESS,
        email="ada@example.com",
    )
    return placed.order, placed.lines


def awaited(order):
    return [it.awaited for it in order.lines.order_by("position")]


def come(units):
    receive_stock(sku="TEA-1", warehouse="MAIN", quantity=units)


def test_the_last_lines_wait_and_the_buyer_sees_it_at_once():
    order, lines = place(2, 3)

    assert order.state == OrderState.PENDING_PAYMENT
    assert [it.awaited for it in lines] == awaited(order) == [1, 3]


def test_it_is_confirmed_when_paid_and_sent_when_complete(deliver, published):
    order, _ = place(3)
    pay(order.id)
    deliver()
    come(1)
    deliver()

    assert Order.objects.get().state == OrderState.CONFIRMED
    assert [it.waits_for_stock for it in published(OrderConfirmed)] == [True]
    assert (awaited(order), Shipment.objects.count(), published(OrderReleased)) == ([1], 0, [])

    come(1)
    deliver()

    (released,) = published(OrderReleased)
    assert (released.order_id, released.delivery_address) == (order.id, ADDRESS)
    assert [it.quantity for it in released.items] == [3]
    assert awaited(order) == [0]
    assert Shipment.objects.get().order_id == order.id


def test_what_comes_before_the_money_makes_it_an_order_like_all_others(deliver, published):
    order, _ = place(3)
    come(2)
    deliver()
    pay(order.id)
    deliver()

    assert [it.waits_for_stock for it in published(OrderConfirmed)] == [False]
    assert published(OrderReleased) == []
    assert Shipment.objects.count() == 1


def test_an_order_that_waits_is_cancelled_at_once(deliver, published):
    order, _ = place(3)
    pay(order.id)
    deliver()

    stop_order(order_id=order.id)
    deliver()
    come(2)
    deliver()

    assert Order.objects.get().state == OrderState.CANCELLED
    assert published(OrderCancellationRequested) == []
    assert [it.reason for it in published(OrderCancelled)] == ["requested"]
    assert (awaited(order), line("TEA-1"), Shipment.objects.count()) == ([0], [], 0)


def test_once_complete_the_parcel_has_to_be_stopped(deliver, published):
    order, _ = place(3)
    pay(order.id)
    deliver()
    come(2)
    deliver()

    stop_order(order_id=order.id)

    assert len(published(OrderCancellationRequested)) == 1


def test_units_that_come_just_when_it_is_cancelled_are_let_go(deliver, published):
    order, _ = place(3)
    pay(order.id)
    deliver()

    come(2)
    stop_order(order_id=order.id)
    deliver()

    assert Order.objects.get().state == OrderState.CANCELLED
    assert published(OrderReleased) == []
    assert Shipment.objects.count() == 0


def test_a_new_day_is_noted_on_the_lines_that_wait(deliver):
    order, _ = place(1, 2)

    happen(BackorderPromised(order_id=order.id, sku="TEA-1", quantity=2, promised_for=DAY))
    deliver("orders")

    assert [it.promised_for for it in order.lines.order_by("position")] == [None, DAY]


def test_more_than_it_waits_for_cannot_come():
    order, _ = place(2)

    with pytest.raises(DomainError, match="does not wait for so many units of TEA-1"):
        take_in_backordered(order_id=order.id, sku="TEA-1", quantity=2)


def test_the_database_knows_where_every_unit_is():
    order, _ = place(2)

    with pytest.raises(IntegrityError, match="order_line_units_add_up"), transaction.atomic():
        OrderLine.objects.filter(order=order).update(shipped=2)
