"""Payments that wait for their buyer: who approves, refuses, leaves, or comes too late."""

from decimal import Decimal
from threading import Event

import pytest

from apps.payments.models import AttemptState, Payment, PaymentAttempt, PaymentState
from apps.payments.queries import payments_out_of_balance, shown_payment
from apps.payments.rules import ActionKind, Method, StatusWord
from apps.payments.services import start_attempt
from apps.payments.tasks import collect
from shop.events.payments import (
    PaymentActionRequired,
    PaymentFailed,
    PaymentRefunded,
    PaymentRequested,
    PaymentSucceeded,
)
from shop.kernel import clock
from shop.kernel.errors import InvalidInput
from tests.apps.payments.story import (
    attempt_of,
    authorised_by_lost_worker,
    charge_of,
    decide,
    later,
    order_is_cancelled,
    order_waits,
    settle,
    tell_all,
)
from tests.shop.sandbox.calls import APPROVED, ASKS
from tests.shop.sandbox.process import SandboxProcess


def asked_upi(vpa: str) -> Payment:
    """A payment whose buyer typed this UPI id."""
    payment = order_waits()
    start_attempt(order_id=payment.order_id, method=Method.UPI_COLLECT, vpa=vpa)
    return payment


def gateway_gives_up(sandbox: SandboxProcess, attempt: PaymentAttempt) -> None:
    """Waits until the gateway itself says that the time is over."""
    while charge_of(sandbox, attempt)["status"] == "requires_action":
        Event().wait(0.05)


def test_a_card_that_asks_waits_for_its_buyer_and_says_so_once(sandbox, published, do_jobs):
    payment = order_waits(token=ASKS)

    do_jobs()
    with later(seconds=20):
        do_jobs()

    shown = shown_payment(customer_id=payment.customer_id, order_id=payment.order_id)
    (event,) = published(PaymentActionRequired)
    assert (event.order_id, event.kind) == (payment.order_id, "redirect")
    assert shown.status == StatusWord.REQUIRES_ACTION
    assert shown.next_action.kind == ActionKind.REDIRECT
    assert shown.next_action.url.startswith(sandbox.url)
    assert attempt_of(payment).state == AttemptState.NEEDS_ACTION


def test_the_gateway_tells_that_the_buyer_approved(sandbox, published, do_jobs):
    payment = order_waits(token=ASKS)
    do_jobs()

    decide(sandbox, attempt_of(payment), "approve")
    tell_all(sandbox, attempt_of(payment))
    do_jobs()

    attempt = attempt_of(payment)
    assert len(published(PaymentSucceeded)) == 1
    assert (attempt.state, attempt.action_url, attempt.return_url) == ("captured", "", "")


def test_a_buyer_whose_browser_and_gateways_message_are_lost_has_paid(sandbox, published, do_jobs):
    payment = order_waits(token=ASKS)
    do_jobs()
    decide(sandbox, attempt_of(payment), "approve")

    with later(seconds=20):
        do_jobs()

    assert [event.order_id for event in published(PaymentSucceeded)] == [payment.order_id]


def test_a_buyer_who_refuses_may_pay_in_another_way(sandbox, published, do_jobs):
    payment = order_waits(token=ASKS)
    do_jobs()

    decide(sandbox, attempt_of(payment), "refuse")
    tell_all(sandbox, attempt_of(payment))
    do_jobs()
    refused = shown_payment(customer_id=payment.customer_id, order_id=payment.order_id)
    start_attempt(order_id=payment.order_id, token=APPROVED)
    do_jobs()

    assert [event.reason for event in published(PaymentFailed)] == ["refused_by_buyer"]
    assert refused.decline_sentence == "The payment was refused where it had to be approved."
    assert [event.attempt for event in published(PaymentSucceeded)] == [2]


def test_only_the_gateway_decides_that_the_time_is_over(sandbox, published, do_jobs):
    payment = order_waits(token=ASKS)
    do_jobs()

    with later(hours=1):
        do_jobs()
        is_over_for_us = attempt_of(payment).action_expires_at < clock.now()

    assert is_over_for_us
    assert attempt_of(payment).state == AttemptState.NEEDS_ACTION
    assert published(PaymentFailed) == []


def test_what_nobody_approves_fails_as_expired(sandbox, published, do_jobs):
    payment = asked_upi("expired@sandbox")
    do_jobs()

    gateway_gives_up(sandbox, attempt_of(payment))
    with later(seconds=20):
        do_jobs()

    assert [event.reason for event in published(PaymentFailed)] == ["expired"]
    payment.refresh_from_db()
    assert payment.state == PaymentState.OPEN


def test_money_that_comes_after_the_time_was_over_goes_back(sandbox, published, do_jobs):
    payment = asked_upi("late@sandbox")
    do_jobs()
    gateway_gives_up(sandbox, attempt_of(payment))
    with later(seconds=20):
        do_jobs()

    settle(sandbox, attempt_of(payment))
    tell_all(sandbox, attempt_of(payment))
    do_jobs()
    do_jobs()

    assert charge_of(sandbox, attempt_of(payment))["status"] == "refunded"
    assert len(published(PaymentFailed)) == len(published(PaymentRefunded)) == 1
    assert published(PaymentSucceeded) == []
    assert payments_out_of_balance() == []


def test_upi_opens_an_app_by_a_link(sandbox, db, do_jobs):
    payment = order_waits()

    start_attempt(order_id=payment.order_id, method=Method.UPI_INTENT)
    do_jobs()

    action = attempt_of(payment).action
    assert action.kind == ActionKind.UPI_INTENT
    assert action.url.startswith("upi://pay?")
    assert "am=12.50" in action.url


def test_a_upi_id_is_asked_and_forgotten(sandbox, published, do_jobs):
    payment = asked_upi("slow@sandbox")
    do_jobs()
    waiting = attempt_of(payment)

    settle(sandbox, waiting)
    tell_all(sandbox, waiting)
    do_jobs()

    assert (waiting.action.kind, waiting.token) == (ActionKind.WAIT, "slow@sandbox")
    assert attempt_of(payment).token == ""
    assert [event.method for event in published(PaymentRequested)] == ["upi_collect"]
    assert len(published(PaymentSucceeded)) == 1


def test_a_upi_id_that_nobody_has_fails(sandbox, published, do_jobs):
    asked_upi("nobody@sandbox")

    do_jobs()

    assert [event.reason for event in published(PaymentFailed)] == ["refused"]


@pytest.mark.parametrize("vpa", ["", "ada", "ada@", "ada@bank@bank", "a d@bank", "ada@b4nk"])
def test_what_is_no_upi_id_is_never_asked(db, published, vpa):
    payment = order_waits()

    with pytest.raises(InvalidInput, match="name@bank"):
        start_attempt(order_id=payment.order_id, method=Method.UPI_COLLECT, vpa=vpa)

    assert published(PaymentRequested) == []


def test_another_way_to_pay_takes_the_question_back(sandbox, published, do_jobs):
    payment = order_waits(token=ASKS)
    do_jobs()

    start_attempt(order_id=payment.order_id, token=APPROVED)
    do_jobs()

    assert charge_of(sandbox, attempt_of(payment, 1))["status"] == "voided"
    assert attempt_of(payment, 1).state == AttemptState.VOIDED
    assert [event.attempt for event in published(PaymentSucceeded)] == [2]
    assert published(PaymentFailed) == []


def test_who_approves_what_was_taken_back_at_the_same_time_keeps_the_money(
    sandbox, published, do_jobs
):
    payment = order_waits(token=ASKS)
    do_jobs()
    start_attempt(order_id=payment.order_id, token=APPROVED)

    decide(sandbox, attempt_of(payment, 1), "approve")
    do_jobs()

    assert charge_of(sandbox, attempt_of(payment, 1))["status"] == "voided"
    assert [event.attempt for event in published(PaymentSucceeded)] == [2]


def test_a_cancelled_order_asks_nobody_any_more(sandbox, published, deliver, do_jobs):
    payment = order_waits(token=ASKS)
    do_jobs()

    order_is_cancelled(payment, reason="expired")
    deliver("payments")
    do_jobs()

    assert charge_of(sandbox, attempt_of(payment))["status"] == "voided"
    assert published(PaymentFailed) == published(PaymentSucceeded) == []


def test_a_gateway_that_asks_the_buyer_but_does_not_answer_us_is_asked_again(
    sandbox, published, do_jobs, settings
):
    settings.OUTSIDE_TIMEOUT_SECONDS = 0.4
    payment = asked_upi("stalled@sandbox")

    do_jobs()
    left = attempt_of(payment)
    while charge_of(sandbox, left)["status"] != "authorised":
        Event().wait(0.05)
    with later(seconds=5):
        do_jobs()
    with later(seconds=25):
        do_jobs()

    assert (left.state, left.gateway_id) == (AttemptState.REQUESTED, "")
    assert charge_of(sandbox, left)["captured"] == "12.50"
    assert len(published(PaymentSucceeded)) == 1


def test_messages_backwards_and_three_times_pay_once(sandbox, published, do_jobs):
    payment = asked_upi("ada@sandbox")
    do_jobs()
    decide(sandbox, attempt_of(payment), "approve")
    with later(seconds=20):
        do_jobs()

    for _ in range(3):
        tell_all(sandbox, attempt_of(payment))
        do_jobs()

    assert len(published(PaymentSucceeded)) == 1
    payment.refresh_from_db()
    assert payment.captured == Decimal("12.50")


def test_a_worker_that_died_while_the_buyer_was_asked_is_replaced(sandbox, published):
    payment = order_waits(token=ASKS)
    attempt = attempt_of(payment)
    authorised_by_lost_worker(attempt)
    decide(sandbox, attempt, "approve")

    with later(seconds=61):
        collect(str(attempt.id))

    assert len(published(PaymentSucceeded)) == 1
