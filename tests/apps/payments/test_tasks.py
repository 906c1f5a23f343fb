"""Money over the real gateway, one hand at a time."""

from decimal import Decimal

import pytest

from apps.payments.gateways import payment_gateway
from apps.payments.models import AttemptState, PaymentAttempt, PaymentState, RefundState
from apps.payments.queries import payments_out_of_balance
from apps.payments.rules import GatewayMove
from apps.payments.services import record_charge, start_attempt
from apps.payments.tasks import collect
from shop.events.payments import (
    PaymentFailed,
    PaymentRefunded,
    PaymentSucceeded,
    RefundRequested,
)
from shop.kernel import jobs
from shop.kernel.errors import ClaimLost
from tests.apps.payments.story import (
    PRICE,
    attempt_of,
    charge_of,
    charges_of,
    later,
    order_is_cancelled,
    order_waits,
    settle,
)
from tests.shop.sandbox.calls import APPROVED, DECLINED, SLOW


def claimed(attempt: PaymentAttempt) -> PaymentAttempt:
    """The attempt in the hands of a worker, who may never come back."""
    return jobs.claim(PaymentAttempt, attempt.id)


def authorised_by_lost_worker(attempt: PaymentAttempt) -> str:
    """A worker got the amount authorised, recorded it, and died; returns the charge's id."""
    mine = claimed(attempt)
    charge = payment_gateway().authorise(
        reference=str(mine.id), amount=PRICE, token=mine.token, key=mine.key_for("authorise")
    )
    record_charge(attempt_id=mine.id, claims=mine.claims, charge=charge)
    return charge.id


def captured_by_lost_worker(attempt: PaymentAttempt) -> None:
    """A worker took the money and died before it could say so."""
    charge_id = authorised_by_lost_worker(attempt)
    payment_gateway().capture(charge_id, amount=PRICE, key=attempt.key_for(GatewayMove.CAPTURE))


def test_an_approved_card_pays(sandbox, published, do_jobs):
    payment = order_waits(token=APPROVED)

    do_jobs()

    attempt = attempt_of(payment)
    (event,) = published(PaymentSucceeded)
    payment.refresh_from_db()
    assert (payment.state, payment.captured) == (PaymentState.PAID, Decimal("12.50"))
    assert (attempt.state, attempt.token, attempt.due_at) == (AttemptState.CAPTURED, "", None)
    assert charge_of(sandbox, attempt)["captured"] == "12.50"
    assert (event.attempt_id, event.order_id) == (attempt.id, payment.order_id)
    assert event.amount == PRICE


def test_a_declined_card_fails_and_another_one_pays(sandbox, published, do_jobs):
    payment = order_waits(token=DECLINED)

    do_jobs()
    start_attempt(order_id=payment.order_id, token=APPROVED)
    do_jobs()

    assert [event.reason for event in published(PaymentFailed)] == ["card_declined"]
    assert [event.attempt for event in published(PaymentSucceeded)] == [2]
    assert attempt_of(payment, 1).token == ""


def test_a_token_that_the_gateway_refuses_fails_the_attempt(sandbox, published, do_jobs):
    payment = order_waits(token="tok_stolen")

    do_jobs()

    assert [event.reason for event in published(PaymentFailed)] == ["refused"]
    assert attempt_of(payment).state == AttemptState.DECLINED


def test_a_slow_bank_is_asked_again_until_it_has_decided(sandbox, published, do_jobs):
    payment = order_waits(token=SLOW)

    do_jobs()
    with later(seconds=20):
        do_jobs()
    waiting = attempt_of(payment)
    settle(sandbox, waiting)
    with later(seconds=40):
        do_jobs()

    assert waiting.state == AttemptState.PROCESSING
    assert [event.attempt_id for event in published(PaymentSucceeded)] == [waiting.id]


def test_a_gateway_that_is_down_is_asked_again_with_the_same_key(sandbox, published, do_jobs):
    payment = order_waits(token=APPROVED)

    with sandbox.client() as client:
        client.post("/control/outage", json={"seconds": 3600})
        do_jobs()
        client.post("/control/outage", json={"seconds": 0})
    left = attempt_of(payment)
    with later(seconds=5):
        do_jobs()

    assert left.state == AttemptState.REQUESTED
    assert charge_of(sandbox, left)["status"] == "captured"
    assert len(published(PaymentSucceeded)) == 1


def test_nobody_at_the_gateways_address_is_no_answer_either(settings, db, published, do_jobs):
    settings.SANDBOX_URL = "http://127.0.0.1:9"
    payment = order_waits(token=APPROVED)

    do_jobs()

    assert attempt_of(payment).state == AttemptState.REQUESTED
    assert published(PaymentFailed) == []


def test_a_worker_that_died_after_authorising_is_replaced(sandbox, published, do_jobs):
    attempt = attempt_of(order_waits(token=APPROVED))
    authorised_by_lost_worker(attempt)

    with later(seconds=61):
        do_jobs()

    assert charge_of(sandbox, attempt)["captured"] == "12.50"
    assert len(published(PaymentSucceeded)) == 1


def test_a_worker_that_died_after_capturing_is_replaced(sandbox, published, do_jobs):
    attempt = attempt_of(order_waits(token=APPROVED))
    captured_by_lost_worker(attempt)

    with later(seconds=61):
        do_jobs()

    assert charge_of(sandbox, attempt)["captured"] == "12.50"
    assert len(published(PaymentSucceeded)) == 1


def test_a_late_answer_changes_nothing_after_another_claim(sandbox, published):
    attempt = attempt_of(order_waits(token=DECLINED))
    slow_worker = claimed(attempt)
    with later(seconds=61):
        collect(str(attempt.id))
    charge = payment_gateway().fetch(charge_of(sandbox, attempt)["id"])

    with pytest.raises(ClaimLost):
        record_charge(attempt_id=attempt.id, claims=slow_worker.claims, charge=charge)

    assert len(published(PaymentFailed)) == 1


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
    payment_gateway().refund(charge_id, amount=PRICE, key=f"{charge_id}:by hand")

    order_is_cancelled(payment)
    deliver("payments")
    do_jobs()

    refund = payment.refunds.get()
    (imbalance,) = payments_out_of_balance()
    assert (refund.state, refund.due_at) == (RefundState.REFUSED, None)
    assert refund.refusal == "The gateway refused with status 409."
    assert imbalance.order_id == payment.order_id
    assert published(PaymentRefunded) == []
