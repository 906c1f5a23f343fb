from datetime import timedelta
from decimal import Decimal

import pytest

from apps.payments.models import PaymentState, RefundState
from apps.payments.queries import captured_by_order, money_under_way, payments_out_of_balance
from tests.apps.payments.story import later
from tests.factories.payments import PaymentAttemptFactory, PaymentFactory, RefundFactory

pytestmark = pytest.mark.django_db


def complaints() -> list[str]:
    return [imbalance.complaint for imbalance in payments_out_of_balance()]


def paid_payment(**values):
    payment = PaymentFactory(paid=True, **values)
    PaymentAttemptFactory(payment=payment, captured_all=True)
    return payment


def test_the_money_of_orders_is_told_by_order():
    paid, waiting = paid_payment(), PaymentFactory()

    money = captured_by_order([paid.order_id])

    assert set(money) == {paid.order_id}
    assert money[paid.order_id].captured == money[paid.order_id].kept == Decimal("12.50")
    assert set(captured_by_order()) == {paid.order_id, waiting.order_id}
    assert captured_by_order([]) == {}


def test_money_on_its_way_back_is_not_kept():
    payment = PaymentFactory(state=PaymentState.CLOSED, captured=Decimal("12.50"))
    RefundFactory(attempt__payment=payment)

    money = captured_by_order([payment.order_id])[payment.order_id]

    assert (money.captured, money.refunded) == (Decimal("12.50"), 0)
    assert (money.going_back, money.kept) == (Decimal("12.50"), 0)
    assert complaints() == []


def test_a_shop_where_all_is_well_has_no_imbalance():
    paid_payment()
    PaymentFactory()
    PaymentAttemptFactory()

    assert payments_out_of_balance() == []


def test_captured_money_that_no_attempt_brought_is_found():
    PaymentFactory(paid=True)

    assert complaints() == ["12.500 was captured, but its attempts say 0"]


def test_a_closed_payment_that_keeps_money_is_found():
    payment = PaymentFactory(state=PaymentState.CLOSED, captured=Decimal("12.50"))
    PaymentAttemptFactory(payment=payment, captured_all=True)

    assert complaints() == ["it is closed, but 12.500 is kept"]


def test_a_paid_payment_that_keeps_too_little_is_found():
    payment = PaymentFactory(paid=True)
    RefundFactory(attempt__payment=payment)

    assert complaints() == ["it is paid, but 0.000 of 12.500 is kept"]


def test_a_refused_refund_is_found():
    payment = PaymentFactory(state=PaymentState.CLOSED, captured=Decimal("12.50"))
    RefundFactory(attempt__payment=payment, state=RefundState.REFUSED, due_at=None)

    assert complaints() == ["it is closed, but 12.500 is kept"]


def test_a_promise_without_a_refund_is_found():
    payment = PaymentFactory(paid=True)
    PaymentAttemptFactory(payment=payment, captured_all=True, promised_back=Decimal("12.50"))

    assert complaints() == ["0.000 went back or will, but 12.500 was promised"]


def test_what_takes_longer_than_it_should_is_named():
    attempt = PaymentAttemptFactory()
    refund = RefundFactory()

    with later(minutes=6):
        slow = money_under_way(longer_than=timedelta(minutes=5))
    fresh = money_under_way(longer_than=timedelta(minutes=5))

    assert {(one.what, one.row_id) for one in slow} == {
        ("attempt", attempt.id),
        ("refund", refund.id),
    }
    assert fresh == []
