"""Staff leaves units out of an order, and takes units back, from the order's page."""

import pytest
from django.urls import reverse

from apps.orders.models import Order, OrderLine, Return, TimelineEntry
from apps.orders.services import WantedLine, place_order
from shop.events.orders import (
    OrderItemsCancellationRequested,
    OrderItemsCancelled,
    ReturnReceived,
    ReturnRequested,
)
from shop.kernel.identity import new_id
from shop.kernel.models import OutboxEvent
from tests.apps.inventory.story import pay
from tests.apps.orders.conftest import ADDRESS
from tests.apps.orders.test_returning import ask, credited, delivered, line_of
from tests.apps.shipping.at_the_courier import courier_says
from tests.factories.inventory import StockFactory
from tests.factories.orders import OfferFactory, TaxRateFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(deliver) -> Order:
    """Three mugs, paid for, and nobody has asked a courier yet."""
    TaxRateFactory()
    StockFactory(sku="MUG", on_hand=5)
    OfferFactory(sku="MUG")
    placed = place_order(
        customer_id=new_id(), lines=[WantedLine("MUG", 3)], delivery_address=ADDRESS
    )
    pay(placed.order.id)
    deliver("orders", "inventory", "shipping")
    return placed.order


def page_of(order):
    return reverse("admin:orders_order_change", args=[order.pk])


def deed_on(order, name, subject):
    return f"{reverse('admin:operations_deed', args=[order.pk, name])}?subject={subject.pk}"


def said(subject, **more):
    return {"subject": str(subject.pk), "reason": "as said by phone", "key": str(new_id()), **more}


def counted(line, **columns):
    return {f"{column}_{line.pk}": units for column, units in columns.items()}


def test_support_leaves_units_out_and_is_named_in_the_timeline(clerk, order, deliver):
    support, line = clerk("support"), line_of(order)
    address = deed_on(order, "leave-out", order)
    offered = support.get(page_of(order)).content.decode()
    form = said(order, word="ordered_by_mistake", **counted(line, units=1))

    asked = support.get(address).content.decode()
    for _ in range(2):
        support.post(address, form)
    deliver("order_timeline")

    assert ">Leave out units</a>" in offered
    assert f'name="units_{line.pk}"' in asked
    line.refresh_from_db()
    assert (line.cancelled, line.quantity) == (1, 3)
    told = OutboxEvent.objects.get(type=OrderItemsCancelled.type_name())
    assert told.actor == f"staff:{support.user.pk}"
    entries = TimelineEntry.objects.filter(order_id=order.pk, actor=told.actor)
    assert entries.exists()
    page = support.get(page_of(order)).content.decode()
    assert "as said by phone" in page
    assert "Leave out units" in page


def test_what_a_courier_has_to_give_back_is_asked_for_once(clerk, order):
    support, line = clerk("support"), line_of(order)
    courier_says(order.pk, "booked")
    form = said(order, word="changed_mind", **counted(line, units=1))

    for _ in range(2):
        support.post(deed_on(order, "leave-out", order), form)

    line.refresh_from_db()
    assert (line.cancelling, line.cancelled) == (1, 0)
    told = OutboxEvent.objects.get(type=OrderItemsCancellationRequested.type_name())
    assert told.actor == f"staff:{support.user.pk}"
    page = support.get(page_of(order)).content.decode()
    assert "1 asked back of the courier" in page
    assert page.count("as said by phone") == 1
    assert ">Leave out units</a>" not in page


def test_what_cannot_be_left_out_is_said_and_nothing_changes(clerk, order):
    support, line = clerk("support"), line_of(order)
    Order.objects.filter(pk=order.pk).update(cancellation_requested_at="2026-01-01T00:00:00Z")

    page = support.post(
        deed_on(order, "leave-out", order),
        said(order, word="changed_mind", **counted(line, units=1)),
        follow=True,
    ).content.decode()

    assert "cannot be done about the order" in page
    assert line_of(order).cancelled == 0


def test_nothing_named_is_nothing_left_out(clerk, order):
    page = clerk("support").post(
        deed_on(order, "leave-out", order), said(order, word="changed_mind"), follow=True
    )

    assert "Say how many units of which line are cancelled" in page.content.decode()


def test_more_than_there_is_is_refused_where_it_was_typed(clerk, order):
    line = line_of(order)
    form = said(order, word="changed_mind", **counted(line, units=4))

    page = clerk("support").post(deed_on(order, "leave-out", order), form).content.decode()

    assert "less than or equal to 3" in page
    assert line_of(order).cancelled == 0


def test_only_who_may_change_orders_leaves_anything_out(clerk, order):
    form = said(order, word="changed_mind", **counted(line_of(order), units=1))

    for role in ("warehouse", "finance"):
        client = clerk(role)
        client.post(deed_on(order, "leave-out", order), form)
        assert ">Leave out units</a>" not in client.get(page_of(order)).content.decode()

    assert line_of(order).cancelled == 0


def test_support_expects_units_back_and_the_warehouse_says_what_arrived(clerk):
    order = delivered(quantity=4)
    line, support, warehouse = line_of(order), clerk("support"), clerk("warehouse")

    support.post(
        deed_on(order, "ask-for-return", order),
        said(order, word="damaged", **counted(line, units=3)),
    )
    asked = Return.objects.get()
    seen = warehouse.get(page_of(order)).content.decode()
    counting = warehouse.get(deed_on(order, "receive-return", asked)).content.decode()
    warehouse.post(
        deed_on(order, "receive-return", asked),
        said(asked, **counted(line, restocked=1, damaged=1)),
    )

    assert reverse("admin:orders_return_change", args=[asked.pk]) in seen
    assert f'name="discarded_{line.pk}"' in counting
    told = {it.type: it.actor for it in OutboxEvent.objects.all()}
    assert told[ReturnRequested.type_name()] == f"staff:{support.user.pk}"
    assert told[ReturnReceived.type_name()] == f"staff:{warehouse.user.pk}"
    line.refresh_from_db()
    assert (line.shipped, line.returning, line.returned) == (2, 0, 2)
    assert credited(order) == 2 * line.unit_price


def test_a_second_click_expects_nothing_twice(clerk):
    order = delivered(quantity=4)
    support, form = clerk("support"), said(order, word="damaged")
    form |= counted(line_of(order), units=1)

    for _ in range(2):
        support.post(deed_on(order, "ask-for-return", order), form)

    assert Return.objects.count() == 1


def test_a_return_is_refused_for_a_reason_and_then_offered_no_more(clerk):
    order = delivered()
    asked, support = ask(order, 2), clerk("support")

    support.post(deed_on(order, "refuse-return", asked), said(asked, word="used"))

    asked.refresh_from_db()
    assert (asked.state, asked.refusal) == ("refused", "used")
    page = support.get(page_of(order)).content.decode()
    assert ">Take it in</a>" not in page
    assert OrderLine.objects.get().returning == 0


def test_a_return_of_another_order_is_not_reached_from_here(clerk):
    order, other = delivered(), ask(delivered(), 2)

    clerk("support").post(deed_on(order, "refuse-return", other), said(other, word="used"))

    other.refresh_from_db()
    assert other.state == "requested"
