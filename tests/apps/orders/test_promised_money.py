"""A bank keeps an order's money until its goods leave, and now and then does not give it."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from apps.inventory.models import Reservation
from apps.orders.models import Order, OrderState, Promise
from apps.orders.services import (
    WantedLine,
    note_broken_promise,
    note_promised,
    require_no_order_under_way,
)
from apps.orders.services.erasing import OrdersUnderWay
from apps.payments.models import AttemptState, Payment, PaymentAttempt, PaymentState
from apps.payments.rules import Charge, ChargeStatus
from apps.payments.services import record_charge, start_attempt
from shop.events.base import Event, Money
from shop.events.orders import (
    OrderCancellationRequested,
    OrderCancelled,
    OrderConfirmed,
    OrderPaymentRequested,
)
from shop.events.payments import (
    PaymentAuthorised,
    PaymentCaptured,
    PaymentLapsed,
    PaymentRefunded,
    RefundRequested,
)
from shop.events.shipping import ShipmentCancelled, ShipmentDispatched
from shop.kernel import jobs
from shop.kernel.bus import publish
from shop.kernel.errors import NotYet
from shop.kernel.identity import new_id
from shop.kernel.outbox.unit_of_work import unit_of_work
from tests.apps.orders.test_services import place
from tests.factories.orders import OrderFactory, OrderLineFactory

happens = unit_of_work(publish)


@pytest.fixture(autouse=True)
def _on_dispatch(settings):
    settings.CAPTURE = "on_dispatch"


@pytest.fixture
def promised(stocked, deliver) -> Order:
    """Two tins for 25 euros: the bank keeps the money, and the shop packs."""
    stocked("TEA-1", units=5)
    order = place(WantedLine("TEA-1", 2), token="tok_4242424242424242").order
    says(order, ChargeStatus.AUTHORISED)
    deliver()
    order.refresh_from_db()
    return order


def says(order: Order, status: ChargeStatus, *, captured: str = "0") -> None:
    """What the gateway says of the charge, as a worker hears it."""
    attempt = PaymentAttempt.objects.filter(payment__order_id=order.id).latest("number")
    attempt.fall_due()
    attempt.save(update_fields=["due_at"])
    mine = jobs.claim(PaymentAttempt, attempt.id)
    charge = Charge(
        id=f"ch_{attempt.id.hex}",
        reference=str(attempt.id),
        status=status,
        amount=order.total,
        currency=order.currency,
        captured=Decimal(captured),
        refunded=Decimal(0),
    )
    PaymentAttempt.objects.filter(pk=attempt.id).update(gateway="sandbox")
    record_charge(attempt_id=mine.id, claims=mine.claims, charge=charge)


def lapsed(order: Order) -> PaymentLapsed:
    money = Money(amount=order.total, currency=order.currency)
    return PaymentLapsed(
        payment_id=new_id(), attempt_id=new_id(), order_id=order.id, amount=money, reason="voided"
    )


def some_money_of(order: Order, told: type[Event]) -> dict[str, object]:
    money = Money(amount=order.total, currency=order.currency)
    name = "attempt_id" if told is PaymentCaptured else "refund_id"
    return {"payment_id": new_id(), name: new_id(), "order_id": order.id, "amount": money}


def dispatched(order: Order) -> ShipmentDispatched:
    return ShipmentDispatched(shipment_id=new_id(), order_id=order.id, tracking_number="SB1")


def standing(order: Order) -> tuple[str, str, str]:
    order.refresh_from_db()
    return order.state, order.payment_status, order.cancel_reason


def test_an_order_whose_money_is_promised_is_confirmed_and_its_stock_sold(promised, published):
    assert standing(promised) == ("confirmed", "authorized", "")
    assert Reservation.objects.get().state == "committed"
    assert len(published(OrderConfirmed)) == len(published(PaymentAuthorised)) == 1
    assert not published(PaymentCaptured)


def test_it_is_paid_when_the_money_is_taken(promised, deliver):
    happens(dispatched(promised))
    deliver()
    says(promised, ChargeStatus.CAPTURED, captured="25.00")
    deliver()

    assert standing(promised) == ("shipped", "paid", "")


def test_money_that_nobody_wanted_leaves_what_the_bank_keeps_promised(promised, deliver):
    """By an earlier way to pay, which its buyer had given up: it goes back."""
    for told in (PaymentCaptured, PaymentRefunded):
        happens(told(**some_money_of(promised, told)))
    deliver("orders")

    assert standing(promised) == ("confirmed", "authorized", "")
    Order.objects.update(state=OrderState.DELIVERED)
    with pytest.raises(OrdersUnderWay):
        require_no_order_under_way(customer_ids=[promised.customer_id])


def test_money_that_is_promised_too_late_sells_nothing(stocked, deliver, published):
    stocked("TEA-1", units=5)
    order = place(WantedLine("TEA-1", 2), token="tok_4242424242424242").order
    Reservation.objects.update(state="released")
    says(order, ChargeStatus.AUTHORISED)
    deliver()

    assert standing(order) == ("cancelled", "unpaid", "stock_lost")
    assert PaymentAttempt.objects.get().state == AttemptState.WITHDRAWN
    assert Payment.objects.get().state == PaymentState.CLOSED
    assert not published(RefundRequested)


def test_an_order_whose_bank_gives_nothing_is_stopped_before_it_leaves(
    promised, deliver, published
):
    says(promised, ChargeStatus.VOIDED)
    deliver("orders")
    asked = standing(promised)
    deliver()

    assert asked == ("confirmed", "unpaid", "")
    assert len(published(OrderCancellationRequested)) == 1
    assert standing(promised) == ("cancelled", "unpaid", "payment_lapsed")
    assert [event.reason for event in published(OrderCancelled)] == ["payment_lapsed"]
    assert Payment.objects.get().state == PaymentState.CLOSED
    assert Reservation.objects.get().state == "released"
    assert not published(OrderPaymentRequested)


def test_an_order_that_left_before_its_bank_gave_nothing_is_asked_for(promised, deliver, published):
    happens(dispatched(promised))
    deliver()
    says(promised, ChargeStatus.VOIDED)
    deliver()

    assert standing(promised) == ("shipped", "unpaid", "")
    assert promised.is_overdue
    (asked,) = published(OrderPaymentRequested)
    assert (asked.order_id, asked.amount) == (promised.id, promised.total_money)
    assert not published(OrderCancellationRequested)


def test_a_bank_that_keeps_nothing_of_what_came_back_leaves_nothing_to_ask_for(db, published):
    order = OrderFactory(state=OrderState.SHIPPED, total=25, credited=25, promise=Promise.GIVEN)
    note_broken_promise(order_id=order.id)

    assert not published(OrderPaymentRequested)


def test_an_order_that_left_while_it_was_being_stopped_is_asked_for(promised, deliver, published):
    says(promised, ChargeStatus.VOIDED)
    deliver("orders")
    happens(dispatched(promised))
    deliver("orders", "payments")

    assert standing(promised) == ("shipped", "unpaid", "")
    assert len(published(OrderPaymentRequested)) == 1


def test_whoever_pays_what_is_overdue_has_paid(promised, deliver, published):
    happens(dispatched(promised))
    deliver()
    says(promised, ChargeStatus.VOIDED)
    deliver()
    start_attempt(order_id=promised.id, token="tok_4242424242424242")
    says(promised, ChargeStatus.CAPTURED, captured="25.00")
    deliver()

    assert standing(promised) == ("shipped", "paid", "")
    assert not promised.is_overdue
    assert Reservation.objects.get().state == "shipped"


def test_a_buyer_who_stops_it_pays_nothing(promised, deliver, published):
    happens(ShipmentCancelled(shipment_id=new_id(), order_id=promised.id))
    deliver()

    assert standing(promised) == ("cancelled", "unpaid", "undeliverable")
    assert promised.promise == Promise.NONE
    assert PaymentAttempt.objects.get().state == AttemptState.WITHDRAWN


def test_a_lapse_that_is_heard_before_the_confirmation_is_heard_again(db):
    order = OrderFactory(state=OrderState.PENDING_PAYMENT)

    with pytest.raises(NotYet):
        note_broken_promise(order_id=order.id)


def test_a_promise_for_a_cancelled_order_changes_nothing(db, published):
    order = OrderFactory(state=OrderState.CANCELLED, cancel_reason="stock_lost")
    note_promised(order_id=order.id)
    note_broken_promise(order_id=order.id)

    assert standing(order) == ("cancelled", "unpaid", "stock_lost")
    assert order.promise == Promise.NONE
    assert not published(OrderPaymentRequested)


def test_two_lapses_ask_once_for_the_parcel(promised, deliver, published):
    happens(lapsed(promised))
    happens(lapsed(promised))
    deliver("orders")

    assert len(published(OrderCancellationRequested)) == 1


@pytest.mark.parametrize("promise", [Promise.GIVEN, Promise.BROKEN])
def test_who_owes_for_what_he_got_is_not_forgotten(db, promise):
    order = OrderFactory(state=OrderState.DELIVERED, promise=promise, total=25, captured=5)
    OrderLineFactory(order=order, shipped=1)

    with pytest.raises(OrdersUnderWay):
        require_no_order_under_way(customer_ids=[order.customer_id])
    Order.objects.update(captured=25)
    require_no_order_under_way(customer_ids=[order.customer_id])


def test_the_database_knows_what_a_promise_is(db):
    order = OrderFactory()

    with pytest.raises(IntegrityError, match="order_promise_known"), transaction.atomic():
        Order.objects.filter(pk=order.pk).update(promise="maybe")
