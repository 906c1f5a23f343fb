from decimal import Decimal

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from apps.payments.models import AttemptState, Payment, PaymentState
from apps.payments.services import close_payment, open_payment
from shop.events.base import Money
from shop.events.payments import PaymentRequested, PaymentSucceeded
from shop.kernel.identity import new_id
from tests.apps.payments.story import attempt_of, order_waits
from tests.shop.sandbox.calls import APPROVED


def test_a_waiting_order_opens_its_payment(published):
    payment = order_waits()

    assert payment.state == PaymentState.OPEN
    assert (payment.amount, payment.currency) == (Decimal("12.50"), "EUR")
    assert payment.attempts.count() == 0
    assert published(PaymentRequested) == []


def test_a_token_makes_the_first_attempt(published):
    payment = order_waits(token=APPROVED)

    attempt = attempt_of(payment)
    (event,) = published(PaymentRequested)
    assert attempt.state == AttemptState.REQUESTED
    assert attempt.token == APPROVED
    assert (event.payment_id, event.attempt_id, event.attempt) == (payment.id, attempt.id, 1)
    assert (event.order_id, event.amount.amount) == (payment.order_id, Decimal("12.50"))


def test_opening_costs_the_checkout_one_statement(db):
    with CaptureQueriesContext(connection) as queries:
        order_waits(token=APPROVED)

    inserts = [q["sql"] for q in queries if "payments_" in q["sql"] and "INSERT" in q["sql"]]
    touching = [q["sql"] for q in queries if "payments_" in q["sql"] and "FROM" not in q["sql"]]
    assert len(inserts) == len(touching) == 1


def test_an_order_has_one_payment(db):
    payment = order_waits()

    with pytest.raises(IntegrityError, match="order_id"):
        open_payment(order_id=payment.order_id, customer_id=new_id(), total=payment.due)


@pytest.mark.parametrize("token", ["", APPROVED])
def test_an_order_of_nothing_is_paid_at_once_by_no_attempt(db, published, token):
    nothing, order_id = Money(amount=Decimal(0), currency="EUR"), new_id()

    open_payment(order_id=order_id, customer_id=new_id(), total=nothing, token=token)

    payment = Payment.objects.get()
    (paid,) = published(PaymentSucceeded)
    assert (payment.state, payment.attempts.count()) == (PaymentState.PAID, 0)
    assert (paid.order_id, paid.attempt, paid.amount) == (order_id, 0, nothing)
    assert published(PaymentRequested) == []
    close_payment(order_id=order_id)
    assert Payment.objects.get().state == PaymentState.CLOSED


def test_less_than_nothing_cannot_be_paid(db):
    less = Money(amount=Decimal(-1), currency="EUR")

    with pytest.raises(IntegrityError, match="payment_"):
        open_payment(order_id=new_id(), customer_id=new_id(), total=less)
