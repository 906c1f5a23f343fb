"""What the database refuses, whatever the code does."""

from decimal import Decimal

import pytest
from django.db import IntegrityError

from apps.payments.models import AttemptState, PaymentState
from shop.kernel.errors import DomainError
from tests.factories.payments import (
    GatewayCallbackFactory,
    PaymentAttemptFactory,
    PaymentFactory,
    RefundFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("payment_never_over_refunded", {"captured": Decimal(1), "refunded": Decimal(2)}),
        ("payment_never_over_refunded", {"refunded": Decimal(-1)}),
        ("payment_of_nothing_is_not_open", {"amount": Decimal(0)}),
        ("payment_state_known", {"state": "lost"}),
        ("payment_paid_in_full", {"state": PaymentState.PAID, "captured": Decimal("12.49")}),
    ],
)
def test_a_payment_that_cannot_be_is_refused(constraint, values):
    with pytest.raises(IntegrityError, match=constraint):
        PaymentFactory(**values)


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("attempt_state_known", {"state": "lost", "due_at": None, "token": ""}),
        ("attempt_waits_until_decided", {"due_at": None}),
        ("attempt_waits_until_decided", {"state": AttemptState.DECLINED, "token": ""}),
        ("attempt_forgets_its_token", {"state": AttemptState.VOIDED, "due_at": None}),
        ("attempt_never_over_promised", {"promised_back": Decimal(1)}),
    ],
)
def test_an_attempt_that_cannot_be_is_refused(constraint, values):
    with pytest.raises(IntegrityError, match=constraint):
        PaymentAttemptFactory(**values)


def test_a_payment_has_one_open_attempt_at_most():
    payment = PaymentFactory()
    PaymentAttemptFactory(payment=payment, state=AttemptState.AUTHORISED)

    with pytest.raises(IntegrityError, match="attempt_open_once"):
        PaymentAttemptFactory(payment=payment)


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("refund_above_zero", {"amount": Decimal(0)}),
        ("refund_state_known", {"state": "lost", "due_at": None}),
        ("refund_waits_until_done", {"due_at": None}),
    ],
)
def test_a_refund_that_cannot_be_is_refused(constraint, values):
    with pytest.raises(IntegrityError, match=constraint):
        RefundFactory(**values)


def test_a_callback_is_kept_once():
    GatewayCallbackFactory(event_id="evt_same")

    with pytest.raises(IntegrityError, match="gatewaycallback_once"):
        GatewayCallbackFactory(event_id="evt_same")


def test_more_than_came_in_never_goes_back():
    payment = PaymentFactory(paid=True)

    with pytest.raises(DomainError, match="More would go back"):
        payment.give_back(Decimal("12.51"))


def test_a_payment_is_paid_once():
    payment = PaymentFactory(paid=True)

    with pytest.raises(DomainError, match="paid already"):
        payment.pay()


def test_what_is_over_cannot_be_withdrawn():
    attempt = PaymentAttemptFactory(captured_all=True)

    with pytest.raises(DomainError, match="Only an open attempt can be withdrawn"):
        attempt.withdraw("superseded")


def test_a_refund_is_done_once():
    refund = RefundFactory(done=True)

    with pytest.raises(DomainError, match="is done already"):
        refund.complete()


def test_rows_are_named_without_anything_personal():
    attempt = PaymentAttemptFactory(token="tok_secret")

    assert str(attempt) == f"attempt {attempt.id}"
    assert str(attempt.payment) == f"payment {attempt.payment_id}"
