"""Many hands on the same money, with real connections, real commits and the real gateway."""

import json
from contextlib import suppress
from decimal import Decimal
from functools import partial

import pytest

from apps.payments.models import (
    AttemptState,
    GatewayCallback,
    Payment,
    PaymentAttempt,
    PaymentState,
    Refund,
)
from apps.payments.queries import (
    captured_by_order,
    gateways_out_of_balance,
    payments_out_of_balance,
)
from apps.payments.services import close_payment, keep_callback, start_attempt
from apps.payments.tasks import collect, refund, understand
from shop.events.payments import (
    GatewayCalledBack,
    PaymentRefunded,
    PaymentSucceeded,
)
from shop.kernel.callbacks import read_again
from shop.kernel.errors import DomainError
from tests.apps.payments.story import (
    approval_page,
    attempt_of,
    callbacks_of,
    captured_by_lost_worker,
    charge_of,
    charges_of,
    decide,
    later,
    order_waits,
    press,
    settle,
)
from tests.shop.sandbox.calls import APPROVED, ASKS, SLOW, STALLED
from tests.together import at_once, outcomes_of

pytestmark = pytest.mark.django_db(transaction=True)


def in_a_minute(action):
    """The action, done when every claim of now has run out."""

    def run():
        with later(seconds=61):
            action()

    return run


def finish_all_jobs() -> None:
    """What the sweeper does until nothing is left to do; some minutes later each time."""
    for minutes in range(1, 6):
        with later(minutes=minutes):
            for attempt in PaymentAttempt.objects.filter(due_at__isnull=False):
                collect(str(attempt.id))
            for one in Refund.objects.filter(due_at__isnull=False):
                refund(str(one.id))
            for told in GatewayCallback.objects.filter(due_at__isnull=False):
                understand(str(told.id))


def try_again(payment: Payment) -> None:
    """A second card; if the first one has paid already, that is as good."""
    with suppress(DomainError):
        start_attempt(order_id=payment.order_id, token=APPROVED)


def test_two_workers_on_one_attempt_take_the_money_once(sandbox, published):
    attempts = [attempt_of(order_waits(token=APPROVED)) for _ in range(5)]

    for attempt in attempts:
        at_once([partial(collect, str(attempt.id))] * 3)

    assert len(published(PaymentSucceeded)) == 5
    assert {attempt_of(attempt.payment).claims for attempt in attempts} == {1}
    assert [charge_of(sandbox, attempt)["captured"] for attempt in attempts] == ["12.50"] * 5


def test_a_worker_that_takes_over_from_one_who_hangs_takes_the_money_once(sandbox, published):
    attempt = attempt_of(order_waits(token=STALLED))

    at_once([partial(collect, str(attempt.id)), in_a_minute(partial(collect, str(attempt.id)))])
    finish_all_jobs()

    assert charge_of(sandbox, attempt)["captured"] == "12.50"
    assert len(published(PaymentSucceeded)) == 1


def test_cancelling_while_the_money_is_being_taken_leaves_none_with_the_shop(sandbox, published):
    payments = [order_waits(token=APPROVED) for _ in range(12)]

    for payment in payments:
        at_once(
            [
                partial(collect, str(attempt_of(payment).id)),
                partial(close_payment, order_id=payment.order_id),
            ]
        )
    finish_all_jobs()

    charges = [one for p in payments for one in charges_of(sandbox, attempt_of(p))]
    assert {charge["status"] for charge in charges} <= {"voided", "refunded"}
    assert {payment.state for payment in Payment.objects.all()} == {PaymentState.CLOSED}
    assert {money.captured - money.refunded for money in captured_by_order().values()} == {0}
    assert len(published(PaymentRefunded)) == Refund.objects.count()
    assert payments_out_of_balance() == gateways_out_of_balance() == []
    assert not PaymentAttempt.objects.filter(due_at__isnull=False).exists()


def test_paying_anew_while_the_first_card_is_being_charged_pays_once(sandbox, published):
    payments = [order_waits(token=APPROVED) for _ in range(8)]

    for payment in payments:
        at_once(
            [
                partial(collect, str(attempt_of(payment).id)),
                partial(try_again, payment),
            ]
        )
    finish_all_jobs()

    assert len(published(PaymentSucceeded)) == 8
    assert {money.kept for money in captured_by_order().values()} == {payments[0].amount}
    assert payments_out_of_balance() == gateways_out_of_balance() == []


def test_two_captured_charges_of_one_payment_are_both_counted(sandbox, published):
    payments = [order_waits(token=APPROVED) for _ in range(6)]

    for payment in payments:
        captured_by_lost_worker(attempt_of(payment, 1))
        start_attempt(order_id=payment.order_id, token=APPROVED)
        captured_by_lost_worker(attempt_of(payment, 2))
        at_once([in_a_minute(partial(collect, str(a.id))) for a in payment.attempts.all()])
    finish_all_jobs()

    money = captured_by_order().values()
    assert {(one.captured, one.refunded) for one in money} == {(Decimal(25), Decimal("12.5"))}
    assert len(published(PaymentSucceeded)) == len(published(PaymentRefunded)) == 6
    assert payments_out_of_balance() == gateways_out_of_balance() == []


def test_many_new_attempts_at_once_leave_one_open(sandbox):
    payment = order_waits()

    at_once([partial(start_attempt, order_id=payment.order_id, token=APPROVED)] * 6)

    states = list(PaymentAttempt.objects.order_by("number").values_list("number", "state"))
    assert states == [(n, AttemptState.VOIDED) for n in range(1, 6)] + [(6, "requested")]


def test_callback_and_job_at_once_pay_once(sandbox, published):
    for _ in range(4):
        attempt = attempt_of(order_waits(token=SLOW))
        collect(str(attempt.id))
        settle(sandbox, attempt)
        (body,) = callbacks_of(sandbox, attempt)
        keep_callback(provider="sandbox", event_id=body["id"], body=json.dumps(body))
        event = published(GatewayCalledBack)[-1]

        at_once(
            [
                partial(understand, str(event.callback_id)),
                in_a_minute(partial(collect, str(attempt.id))),
            ]
        )
        assert charge_of(sandbox, attempt)["captured"] == "12.50"
    finish_all_jobs()

    assert len(published(PaymentSucceeded)) == 4
    assert payments_out_of_balance() == gateways_out_of_balance() == []


def test_the_same_callback_three_times_at_once_is_kept_once(sandbox, published):
    body = '{"id": "evt_1", "type": "charge.captured", "data": {"id": "ch_1"}}'

    at_once([partial(keep_callback, provider="sandbox", event_id="evt_1", body=body)] * 3)

    assert len(published(GatewayCalledBack)) == 1


def test_two_workers_on_one_refund_give_back_once(sandbox, published):
    payment = order_waits(token=APPROVED)
    collect(str(attempt_of(payment).id))
    close_payment(order_id=payment.order_id)
    one = Refund.objects.get()

    at_once([partial(refund, str(one.id))] * 2 + [in_a_minute(partial(refund, str(one.id)))])
    finish_all_jobs()

    assert charge_of(sandbox, attempt_of(payment))["refunded"] == "12.50"
    assert len(published(PaymentRefunded)) == 1


def test_an_approval_told_five_times_while_the_gateway_is_asked_pays_once(sandbox, published):
    for _ in range(3):
        attempt = attempt_of(order_waits(token=ASKS))
        collect(str(attempt.id))
        decide(sandbox, attempt, "approve")
        body = json.dumps(callbacks_of(sandbox, attempt)[-1])
        told = [
            partial(keep_callback, provider="sandbox", event_id=f"{attempt.id}/{n}", body=body)
            for n in range(5)
        ]

        at_once([*told, in_a_minute(partial(collect, str(attempt.id)))])
        kept = GatewayCallback.objects.filter(state="received")
        at_once(
            [
                *[partial(understand, str(callback.id)) for callback in kept],
                in_a_minute(partial(collect, str(attempt.id))),
            ]
        )

        assert charge_of(sandbox, attempt)["captured"] == "12.50"
    finish_all_jobs()

    assert len(published(PaymentSucceeded)) == 3
    assert set(GatewayCallback.objects.values_list("state", flat=True)) == {"understood"}
    assert payments_out_of_balance() == gateways_out_of_balance() == []


def test_a_message_read_again_while_it_is_read_and_told_again_pays_once(sandbox, published):
    for _ in range(3):
        attempt = attempt_of(order_waits(token=ASKS))
        collect(str(attempt.id))
        decide(sandbox, attempt, "approve")
        told = callbacks_of(sandbox, attempt)[-1]
        message = partial(
            keep_callback, provider="sandbox", event_id=told["id"], body=json.dumps(told)
        )
        message()
        callback = GatewayCallback.objects.get(event_id=told["id"])

        outcomes = [
            outcome
            for _ in range(3)
            for outcome in outcomes_of(
                [
                    message,
                    partial(understand, str(callback.id)),
                    in_a_minute(partial(understand, str(callback.id))),
                    *[partial(read_again, GatewayCallback, callback.id)] * 2,
                ]
            )
        ]

        assert {type(it) for it in outcomes} <= {type(None), DomainError}
        assert charge_of(sandbox, attempt)["captured"] == "12.50"
    finish_all_jobs()

    assert len(published(PaymentSucceeded)) == len(published(GatewayCalledBack)) == 3
    assert set(GatewayCallback.objects.values_list("state", flat=True)) == {"understood"}
    assert payments_out_of_balance() == gateways_out_of_balance() == []


def test_approving_while_another_card_is_tried_keeps_the_money_of_one(sandbox, published):
    payments = [order_waits(token=ASKS) for _ in range(6)]
    for payment in payments:
        collect(str(attempt_of(payment).id))

    for payment in payments:
        page = approval_page(sandbox, attempt_of(payment))
        at_once(
            [
                partial(press, page, "approve"),
                partial(try_again, payment),
                in_a_minute(partial(collect, str(attempt_of(payment).id))),
            ]
        )
    finish_all_jobs()

    assert len(published(PaymentSucceeded)) == 6
    assert {money.kept for money in captured_by_order().values()} == {payments[0].amount}
    assert payments_out_of_balance() == gateways_out_of_balance() == []
    assert not PaymentAttempt.objects.filter(due_at__isnull=False).exists()
