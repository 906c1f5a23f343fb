"""Money that nobody wants is let go or given back, over the real gateway."""

from decimal import Decimal

from apps.payments.gateways import gateway_named
from apps.payments.models import AttemptState, PaymentState, RefundState
from apps.payments.queries import payments_out_of_balance
from apps.payments.services import start_attempt
from shop.events.payments import (
    PaymentFailed,
    PaymentRefunded,
    PaymentSucceeded,
    RefundRequested,
)
from tests.apps.payments.story import (
    PRICE,
    attempt_of,
    authorised_by_lost_worker,
    captured_by_lost_worker,
    charge_of,
    charges_of,
    claimed,
    later,
    order_is_cancelled,
    order_waits,
    settle,
)
from tests.shop.sandbox.calls import APPROVED, DECLINED, SLOW


def test_an_order_cancelled_between_authorise_and_capture_costs_nothing(
    sandbox, published, deliver, do_jobs
):
    payment = order_waits(token=APPROVED)
    attempt = attempt_of(payment)
    authorised_by_lost_worker(attempt)

    order_is_cancelled(payment)
    deliver("payments")
    with later(seconds=61):
        do_jobs()

    attempt.refresh_from_db()
    assert (attempt.state, attempt.reason) == (AttemptState.VOIDED, "order_cancelled")
    assert charge_of(sandbox, attempt)["status"] == "voided"
    assert published(PaymentSucceeded) == published(RefundRequested) == []


def test_money_of_a_superseded_attempt_goes_back(sandbox, published, do_jobs):
    payment = order_waits(token=APPROVED)
    first = attempt_of(payment)
    captured_by_lost_worker(first)

    start_attempt(order_id=payment.order_id, token=APPROVED)
    with later(seconds=61):
        do_jobs()
        do_jobs()

    payment.refresh_from_db()
    assert [event.attempt for event in published(PaymentSucceeded)] == [2]
    assert [event.reason for event in published(RefundRequested)] == ["attempt_withdrawn"]
    assert charge_of(sandbox, first)["status"] == "refunded"
    assert charge_of(sandbox, attempt_of(payment, 2))["status"] == "captured"
    assert (payment.captured, payment.refunded) == (Decimal("25.00"), Decimal("12.50"))
    assert payments_out_of_balance() == []


def test_a_superseded_attempt_that_is_authorised_later_is_let_go(sandbox, published, do_jobs):
    payment = order_waits(token=SLOW)
    first = attempt_of(payment)
    do_jobs()

    start_attempt(order_id=payment.order_id, token=APPROVED)
    settle(sandbox, first)
    with later(seconds=20):
        do_jobs()

    assert charge_of(sandbox, first)["status"] == "voided"
    assert [event.attempt for event in published(PaymentSucceeded)] == [2]
    assert published(RefundRequested) == []


def test_an_attempt_withdrawn_before_any_answer_is_found_out_and_undone(
    sandbox, published, do_jobs
):
    payment = order_waits(token=APPROVED)
    first = attempt_of(payment)
    claimed(first)

    start_attempt(order_id=payment.order_id, token=DECLINED)
    with later(seconds=61):
        do_jobs()

    assert [charge["status"] for charge in charges_of(sandbox, first)] == ["voided"]
    assert [event.attempt for event in published(PaymentFailed)] == [2]


def test_cancelling_a_paid_order_gives_all_money_back_once(sandbox, published, deliver, do_jobs):
    payment = order_waits(token=APPROVED)
    do_jobs()

    order_is_cancelled(payment)
    order_is_cancelled(payment)
    deliver("payments")
    do_jobs()
    do_jobs()

    payment.refresh_from_db()
    (event,) = published(PaymentRefunded)
    assert event.amount == PRICE
    assert (payment.state, payment.refunded) == (PaymentState.CLOSED, Decimal("12.50"))
    assert charge_of(sandbox, attempt_of(payment))["refunded"] == "12.50"
    assert len(published(RefundRequested)) == 1
    assert payments_out_of_balance() == []


def test_a_refund_waits_for_a_gateway_that_is_down(sandbox, published, deliver, do_jobs):
    payment = order_waits(token=APPROVED)
    do_jobs()
    order_is_cancelled(payment)
    deliver("payments")

    with sandbox.client() as client:
        client.post("/control/outage", json={"seconds": 3600})
        do_jobs()
        client.post("/control/outage", json={"seconds": 0})
    refunded_during_outage = published(PaymentRefunded)
    with later(seconds=5):
        do_jobs()

    assert refunded_during_outage == []
    assert len(published(PaymentRefunded)) == 1


def test_a_refund_that_the_gateway_refuses_is_shown_to_people(sandbox, published, deliver, do_jobs):
    payment = order_waits(token=APPROVED)
    do_jobs()
    charge_id = attempt_of(payment).gateway_id
    gateway_named("sandbox").refund(charge_id, amount=PRICE, key=f"{charge_id}:by hand")

    order_is_cancelled(payment)
    deliver("payments")
    do_jobs()

    refund = payment.refunds.get()
    (imbalance,) = payments_out_of_balance()
    assert (refund.state, refund.due_at) == (RefundState.REFUSED, None)
    assert refund.refusal == "The gateway refused with status 409."
    assert imbalance.order_id == payment.order_id
    assert published(PaymentRefunded) == []
