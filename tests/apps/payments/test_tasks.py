"""Money over the real gateway, one hand at a time."""

from decimal import Decimal

import pytest

from apps.payments.gateways import gateway_named
from apps.payments.models import AttemptState, PaymentState
from apps.payments.services import record_charge, start_attempt
from apps.payments.tasks import collect
from shop.events.payments import (
    PaymentFailed,
    PaymentSucceeded,
)
from shop.kernel.errors import ClaimLost
from tests.apps.payments.story import (
    PRICE,
    attempt_of,
    authorised_by_lost_worker,
    captured_by_lost_worker,
    charge_of,
    claimed,
    later,
    order_waits,
    settle,
)
from tests.shop.sandbox.calls import APPROVED, DECLINED, SLOW


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
    charge = gateway_named("sandbox").fetch(charge_of(sandbox, attempt)["id"])

    with pytest.raises(ClaimLost):
        record_charge(attempt_id=attempt.id, claims=slow_worker.claims, charge=charge)

    assert len(published(PaymentFailed)) == 1
