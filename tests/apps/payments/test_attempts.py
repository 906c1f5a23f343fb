import pytest

from apps.payments.models import AttemptState, PaymentState
from apps.payments.services import close_payment, start_attempt
from shop.events.payments import PaymentRequested
from shop.kernel.errors import DomainError
from tests.apps.payments.story import attempt_of, order_is_cancelled, order_waits
from tests.factories.payments import PaymentAttemptFactory, PaymentFactory


def test_the_buyer_pays_an_order_that_waits(published):
    payment = order_waits()

    start_attempt(order_id=payment.order_id, token="tok_1")

    (event,) = published(PaymentRequested)
    assert event.attempt_id == attempt_of(payment).id


def test_a_new_attempt_ends_one_that_the_gateway_was_never_asked_for(published):
    payment = order_waits(token="tok_1")

    start_attempt(order_id=payment.order_id, token="tok_2")

    first, second = attempt_of(payment, 1), attempt_of(payment, 2)
    assert (first.state, first.token, first.due_at) == (AttemptState.VOIDED, "", None)
    assert (second.state, second.token) == (AttemptState.REQUESTED, "tok_2")
    assert [event.attempt for event in published(PaymentRequested)] == [1, 2]


def test_a_new_attempt_leaves_one_to_be_undone_that_the_gateway_may_know(db):
    payment = PaymentFactory()
    PaymentAttemptFactory(payment=payment, claims=1, token="tok_1")

    start_attempt(order_id=payment.order_id, token="tok_2")

    first = attempt_of(payment, 1)
    assert (first.state, first.token) == (AttemptState.WITHDRAWN, "tok_1")
    assert first.due_at is not None


def test_a_paid_order_is_not_paid_twice(db, published):
    payment = PaymentFactory(paid=True)

    with pytest.raises(DomainError, match="This order is paid already"):
        start_attempt(order_id=payment.order_id, token="tok_1")

    assert published(PaymentRequested) == []


def test_a_cancelled_order_is_not_paid_any_more(db, deliver):
    payment = order_waits()
    order_is_cancelled(payment)
    deliver("payments")

    with pytest.raises(DomainError, match="This order was cancelled"):
        start_attempt(order_id=payment.order_id, token="tok_1")


def test_cancelling_ends_the_open_attempt(deliver):
    payment = order_waits(token="tok_1")

    order_is_cancelled(payment)
    deliver("payments")

    payment.refresh_from_db()
    assert payment.state == PaymentState.CLOSED
    assert attempt_of(payment).state == AttemptState.VOIDED


def test_an_order_that_never_came_to_be_paid_has_nothing_to_close(db):
    payment = PaymentFactory.build()

    close_payment(order_id=payment.order_id)
