from datetime import timedelta
from decimal import Decimal

import pytest

from apps.inventory.models import Reservation
from apps.orders.models import OrderState
from apps.orders.services import WantedLine
from shop.events.base import Money
from shop.events.inventory import HeldStock, StockReleased
from shop.events.orders import MoreTimeRequested
from shop.events.payments import (
    PaymentActionRequired,
    PaymentCaptured,
    PaymentFailed,
    PaymentRefunded,
)
from shop.events.shipping import ShipmentCancelled
from shop.kernel import clock
from shop.kernel.bus import publish
from shop.kernel.identity import new_id
from shop.kernel.outbox.unit_of_work import unit_of_work
from tests.apps.orders.test_services import place
from tests.factories.orders import OrderFactory, OrderLineFactory

happens = unit_of_work(publish)


def captured(order) -> PaymentCaptured:
    money = Money(amount=order.total, currency=order.currency)
    return PaymentCaptured(
        payment_id=new_id(), attempt_id=new_id(), order_id=order.id, amount=money
    )


def refunded(order) -> PaymentRefunded:
    money = Money(amount=order.total, currency=order.currency)
    return PaymentRefunded(payment_id=new_id(), refund_id=new_id(), order_id=order.id, amount=money)


def asked_to_approve(order) -> PaymentActionRequired:
    return PaymentActionRequired(
        payment_id=new_id(), attempt_id=new_id(), order_id=order.id, kind="redirect"
    )


def declined(order) -> PaymentFailed:
    return PaymentFailed(
        payment_id=new_id(), attempt_id=new_id(), attempt=1, order_id=order.id, reason="declined"
    )


def test_money_that_nobody_wanted_any_more_comes_and_goes(db, deliver):
    order = OrderFactory(state=OrderState.CANCELLED, cancel_reason="expired")

    happens(captured(order))
    happens(refunded(order))
    deliver("orders")

    order.refresh_from_db()
    assert (order.captured, order.refunded) == (order.total, order.total)
    assert order.payment_status == "refunded"
    assert order.state == OrderState.CANCELLED


@pytest.mark.parametrize("reason", ["expired", "released"])
@pytest.mark.parametrize("state", [OrderState.PENDING_PAYMENT, OrderState.CONFIRMED])
def test_a_hold_that_is_gone_cancels_only_an_order_that_still_waits(db, deliver, state, reason):
    line = OrderLineFactory(order=OrderFactory(state=state))
    held = (HeldStock(sku=line.sku, warehouse="north", quantity=line.quantity),)

    happens(StockReleased(order_id=line.order_id, items=held, reason=reason))
    deliver("orders")

    line.order.refresh_from_db()
    waited = state == OrderState.PENDING_PAYMENT
    assert line.order.state == (OrderState.CANCELLED if waited else state)
    assert line.order.cancel_reason == (reason if waited else "")


@pytest.mark.parametrize("busy", [asked_to_approve, declined])
def test_a_buyer_who_is_at_it_has_more_time(stocked, deliver, busy):
    stocked("TEA-1", units=5)
    order = place(WantedLine("TEA-1", 2)).order

    with clock.travelled_to(order.pay_by - timedelta(minutes=1)):
        happens(busy(order))
        deliver("orders")

    order.refresh_from_db()
    assert order.pay_by == Reservation.objects.get().expires_at
    assert order.pay_by > order.placed_at + timedelta(minutes=18)


def test_who_paid_meanwhile_needs_no_more_time(db, deliver, published):
    order = OrderFactory(state=OrderState.CONFIRMED)

    happens(declined(order))
    deliver("orders")

    assert published(MoreTimeRequested) == []


@pytest.mark.parametrize(
    ("asked", "reason"), [(True, "requested"), (False, "undeliverable")], ids=["asked", "refused"]
)
def test_a_parcel_that_will_not_be_sent_cancels_its_order(db, deliver, asked, reason):
    order = OrderFactory(state=OrderState.CONFIRMED)
    if asked:
        order.cancellation_requested_at = order.placed_at
        order.save(update_fields=["cancellation_requested_at"])

    happens(ShipmentCancelled(shipment_id=new_id(), order_id=order.id))
    deliver("orders")

    order.refresh_from_db()
    assert (order.state, order.cancel_reason) == (OrderState.CANCELLED, reason)


def test_amounts_are_exact(db, deliver):
    order = OrderFactory(total=Decimal("0.10"), tax_total=0)

    happens(captured(order))
    deliver("orders")

    order.refresh_from_db()
    assert order.captured == Decimal("0.10")
