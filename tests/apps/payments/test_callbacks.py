"""What the gateway calls back: signed, kept once, and believed only after asking."""

import json
from typing import Any

import pytest
from django.test import Client

from apps.payments.gateways import gateway_named
from apps.payments.models import (
    AttemptState,
    GatewayCallback,
    PaymentAttempt,
)
from apps.payments.rules import GatewayMove
from apps.payments.services import start_attempt
from shop.events.payments import (
    GatewayCalledBack,
    PaymentFailed,
    PaymentRefunded,
    PaymentSucceeded,
)
from shop.kernel import clock
from shop.kernel.api.signatures import digest_of
from shop.kernel.callbacks import read_again
from shop.kernel.identity import new_id
from shop.kernel.models import CallbackState
from tests.apps.payments.story import (
    PRICE,
    attempt_of,
    callbacks_of,
    card,
    charge_of,
    later,
    order_is_cancelled,
    order_waits,
    settle,
    tell_all,
)
from tests.shop.sandbox.calls import APPROVED, SLOW
from tests.shop.sandbox.process import SECRET

pytestmark = pytest.mark.urls("apps.payments.urls")

DOOR = "/callbacks/payments/sandbox"


def call_back(body: dict[str, Any], *, signature: str | None = None):
    raw = json.dumps(body).encode()
    moment = str(int(clock.now().timestamp()))
    own = f"t={moment},v1={digest_of(raw, moment=moment, secret=SECRET)}"
    headers = {"Sandbox-Signature": own if signature is None else signature}
    return Client().post(DOOR, raw, content_type="application/json", headers=headers)


def test_a_callback_is_kept_as_it_came(sandbox, published):
    body = {"id": "evt_1", "type": "charge.captured", "data": {"id": "ch_1"}, "new": [1]}

    response = call_back(body)

    (event,) = published(GatewayCalledBack)
    callback = GatewayCallback.objects.get()
    assert response.status_code == 200
    assert callback.body == json.dumps(body)
    assert (callback.id, callback.state) == (event.callback_id, CallbackState.RECEIVED)


def test_the_same_callback_again_changes_nothing(sandbox, published):
    body = {"id": "evt_1", "type": "charge.captured", "data": {"id": "ch_1"}}

    answers = [call_back(body).status_code for _ in range(3)]

    assert answers == [200, 200, 200]
    assert GatewayCallback.objects.count() == len(published(GatewayCalledBack)) == 1


def test_a_stranger_is_not_believed(sandbox, published):
    body = {"id": "evt_1", "type": "charge.captured", "data": {"id": "ch_1"}}

    response = call_back(body, signature=f"t=1,v1={'0' * 64}")

    assert response.status_code == 400
    assert response.json()["code"] == "wrong_signature"
    assert not GatewayCallback.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"id": 7, "data": {"id": "ch_1"}},
        {"id": "", "data": {"id": "ch_1"}},
        {"id": "evt\0", "data": {"id": "ch_1"}},
    ],
)
def test_a_callback_without_an_id_is_a_bad_request(sandbox, db, body):
    assert call_back(body).status_code == 400


@pytest.mark.parametrize("about", [{}, {"data": {}}, {"data": {"id": ""}}, {"data": {"id": 7}}])
def test_a_callback_about_nothing_is_kept_and_ignored(sandbox, db, do_jobs, about):
    answer = call_back({"id": "evt_1", "type": "account.updated", **about})

    do_jobs()

    callback = GatewayCallback.objects.get()
    assert (answer.status_code, callback.state) == (200, CallbackState.IGNORED)
    assert callback.note.startswith("It does not say what it is about")


def test_a_callback_makes_a_waiting_payment_succeed(sandbox, published, do_jobs):
    attempt = attempt_of(order_waits(token=SLOW))
    do_jobs()
    settle(sandbox, attempt)

    for body in callbacks_of(sandbox, attempt):
        call_back(body)
    do_jobs()

    assert len(published(PaymentSucceeded)) == 1
    assert GatewayCallback.objects.get().state == CallbackState.UNDERSTOOD


def test_all_callbacks_of_a_payment_backwards_and_twice_pay_it_once(sandbox, published, do_jobs):
    attempt = attempt_of(order_waits(token=SLOW))
    do_jobs()
    settle(sandbox, attempt)
    with later(seconds=20):
        do_jobs()

    told = callbacks_of(sandbox, attempt)
    for body in reversed(told * 2):
        call_back(body)
        do_jobs()

    assert [body["type"] for body in told] == ["charge.authorised", "charge.captured"]
    assert len(published(PaymentSucceeded)) == 1
    assert set(GatewayCallback.objects.values_list("state", flat=True)) == {"understood"}


def test_a_callback_leaves_a_job_at_work_alone(sandbox, published, do_jobs):
    attempt = attempt_of(order_waits(token=APPROVED))
    at_work = PaymentAttempt.objects.filter(pk=attempt.id)
    at_work.update(claims=1, due_at=clock.now() + PaymentAttempt.claim_length)
    gateway_named("sandbox").authorise(
        reference=str(attempt.id),
        amount=PRICE,
        instrument=card(APPROVED),
        key=attempt.key_for("authorise"),
    )

    for body in callbacks_of(sandbox, attempt):
        call_back(body)
    do_jobs()

    attempt.refresh_from_db()
    assert (attempt.state, attempt.claims) == (AttemptState.REQUESTED, 1)
    assert published(PaymentSucceeded) == []


@pytest.mark.parametrize("charge_id", ["ch_invented", "ch_" + "x" * 250])
def test_a_callback_about_a_charge_that_the_gateway_does_not_know_is_ignored(
    charge_id, sandbox, db, do_jobs
):
    call_back({"id": "evt_1", "type": "charge.captured", "data": {"id": charge_id}})

    do_jobs()

    callback = GatewayCallback.objects.get()
    assert callback.state == CallbackState.IGNORED
    assert callback.note == f"The gateway knows no charge {charge_id}."[:200]
    assert callback.due_at is None


def test_a_callback_about_a_charge_of_somebody_else_is_ignored(sandbox, db, do_jobs):
    charge = gateway_named("sandbox").authorise(
        reference="another shop", amount=PRICE, instrument=card(APPROVED), key="another shop's key"
    )

    call_back({"id": "evt_1", "type": "charge.authorised", "data": {"id": charge.id}})
    do_jobs()

    assert GatewayCallback.objects.get().note == f"No attempt asked for charge {charge.id}."


def test_a_callback_waits_while_the_gateway_is_down(sandbox, db, do_jobs, settings):
    call_back({"id": "evt_1", "type": "charge.captured", "data": {"id": "ch_1"}})

    settings.SANDBOX_URL = "http://127.0.0.1:9"
    do_jobs()

    callback = GatewayCallback.objects.get()
    assert callback.state == CallbackState.RECEIVED
    assert callback.due_at > clock.now()


def test_money_that_comes_after_the_order_is_cancelled_is_let_go(
    sandbox, published, deliver, do_jobs
):
    payment = order_waits(token=SLOW)
    attempt = attempt_of(payment)
    do_jobs()
    order_is_cancelled(payment, reason="expired")
    deliver("payments")

    settle(sandbox, attempt)
    for body in callbacks_of(sandbox, attempt):
        call_back(body)
    do_jobs()

    assert charge_of(sandbox, attempt)["status"] == "voided"
    assert published(PaymentSucceeded) == published(PaymentFailed) == []


def test_money_on_an_attempt_that_was_thought_to_be_over_goes_back(sandbox, published, do_jobs):
    payment = order_waits(token=APPROVED)
    attempt = attempt_of(payment)
    charge = gateway_named("sandbox").authorise(
        reference=str(attempt.id),
        amount=PRICE,
        instrument=card(APPROVED),
        key=attempt.key_for("authorise"),
    )
    gateway_named("sandbox").capture(
        charge.id, amount=PRICE, key=attempt.key_for(GatewayMove.CAPTURE)
    )
    start_attempt(order_id=payment.order_id, token=APPROVED)
    assert attempt_of(payment).state == AttemptState.VOIDED

    for body in callbacks_of(sandbox, attempt):
        call_back(body)
    do_jobs()
    do_jobs()

    assert charge_of(sandbox, attempt)["status"] == "refunded"
    assert [event.attempt for event in published(PaymentSucceeded)] == [2]
    assert len(published(PaymentRefunded)) == 1


def test_what_was_ignored_too_early_is_read_again_and_pays(sandbox, published, do_jobs):
    attempt_id = new_id()
    charge = gateway_named("sandbox").authorise(
        reference=str(attempt_id), amount=PRICE, instrument=card(APPROVED), key="nobody's yet"
    )
    call_back({"id": "evt_1", "type": "charge.authorised", "data": {"id": charge.id}})
    do_jobs()
    attempt = attempt_of(order_waits(token=APPROVED))
    PaymentAttempt.objects.filter(pk=attempt.id).update(
        id=attempt_id, gateway="sandbox", gateway_id=charge.id
    )
    early = GatewayCallback.objects.get()

    read_again(GatewayCallback, early.pk)
    do_jobs()

    assert early.state == CallbackState.IGNORED
    assert GatewayCallback.objects.get().state == CallbackState.UNDERSTOOD
    assert len(published(PaymentSucceeded)) == 1


def test_all_messages_of_a_paid_and_refunded_payment_read_again_change_nothing(
    sandbox, published, deliver, do_jobs
):
    payment = order_waits(token=SLOW)
    attempt = attempt_of(payment)
    do_jobs()
    settle(sandbox, attempt)
    tell_all(sandbox, attempt)
    do_jobs()
    order_is_cancelled(payment)
    deliver("payments")
    do_jobs()
    tell_all(sandbox, attempt)
    do_jobs()
    before = charge_of(sandbox, attempt)

    for _ in range(2):
        for callback in GatewayCallback.objects.order_by("-received_at"):
            read_again(GatewayCallback, callback.pk)
        do_jobs()

    assert before["status"] == "refunded"
    assert charge_of(sandbox, attempt) == before
    assert len(published(PaymentSucceeded)) == len(published(PaymentRefunded)) == 1
    assert set(GatewayCallback.objects.values_list("state", flat=True)) == {"understood"}
