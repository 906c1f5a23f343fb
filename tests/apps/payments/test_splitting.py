"""A wallet gives a part of an order's money, and a card or a UPI app the rest."""

from decimal import Decimal
from functools import partial
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from apps.payments.models import AttemptState, NotEnoughMoney, PaymentAttempt, PaymentState
from apps.payments.queries import (
    captured_by_order,
    payments_out_of_balance,
    shown_payment,
    wallets_out_of_balance,
)
from apps.payments.rules import Method, StatusWord
from apps.payments.services import start_attempt
from shop.events.payments import PaymentCaptured, PaymentRequested, PaymentSucceeded
from shop.kernel.errors import InvalidInput
from tests.apps.payments.story import (
    attempt_of,
    balance,
    charge_of,
    give,
    order_is_cancelled,
    order_waits,
    refund_is_granted,
)
from tests.factories.payments import PaymentAttemptFactory
from tests.shop.sandbox.calls import APPROVED, DECLINED
from tests.together import outcomes_of

ADA = UUID(int=1)


@pytest.fixture
def payment(db, sandbox):
    """12.50 euros of somebody with 8 euros in the wallet."""
    give(ADA, "8.00")
    return order_waits(customer_id=ADA)


def split(payment, part="5.00", *, token=APPROVED, **how):
    start_attempt(order_id=payment.order_id, token=token, wallet_amount=Decimal(part), **how)


def standing(payment):
    """The payment's state, what it keeps, and what is in the wallet; nothing is out of balance."""
    assert payments_out_of_balance() == wallets_out_of_balance() == []
    payment.refresh_from_db()
    return payment.state, captured_by_order()[payment.order_id].kept, balance(ADA)


def test_the_wallet_gives_its_part_at_once_and_the_card_the_rest(
    payment, sandbox, published, do_jobs
):
    split(payment)
    before = standing(payment)
    do_jobs()

    assert before == (PaymentState.OPEN, 5, 3)
    assert standing(payment) == (PaymentState.PAID, Decimal("12.50"), 3)
    charge = charge_of(sandbox, attempt_of(payment, 2))
    assert (charge["amount"], charge["captured"]) == ("7.50", "7.50")
    assert [str(event.amount.amount) for event in published(PaymentCaptured)] == ["5.00", "7.50"]
    assert [str(event.amount.amount) for event in published(PaymentRequested)] == ["7.50"]
    (succeeded,) = published(PaymentSucceeded)
    assert (succeeded.attempt, succeeded.amount.amount) == (2, Decimal("12.50"))


def test_a_declined_rest_leaves_the_part_until_the_buyer_chooses_anew(payment, do_jobs):
    split(payment, token=DECLINED)
    do_jobs()
    declined = standing(payment)
    shown = shown_payment(customer_id=ADA, order_id=payment.order_id)

    split(payment, "8.00")
    do_jobs()

    assert declined == (PaymentState.OPEN, 5, 3)
    assert (shown.status, shown.put_aside) == (StatusWord.REQUIRES_PAYMENT_METHOD, 5)
    assert standing(payment) == (PaymentState.PAID, Decimal("12.50"), 0)


def test_who_pays_all_of_it_by_card_after_all_has_the_part_back(payment, do_jobs):
    split(payment)

    start_attempt(order_id=payment.order_id, token=APPROVED)
    do_jobs()

    assert standing(payment) == (PaymentState.PAID, Decimal("12.50"), 8)


def test_who_pays_all_of_it_from_the_wallet_after_all_may_count_on_the_part(payment):
    split(payment)
    give(ADA, "4.50")

    start_attempt(order_id=payment.order_id, method=Method.WALLET)

    assert standing(payment) == (PaymentState.PAID, Decimal("12.50"), 0)


def test_a_cancelled_order_gives_each_part_back_to_where_it_came_from(
    payment, sandbox, deliver, do_jobs
):
    split(payment)
    do_jobs()

    order_is_cancelled(payment)
    deliver("payments")
    do_jobs()

    assert standing(payment) == (PaymentState.CLOSED, 0, 8)
    assert charge_of(sandbox, attempt_of(payment, 2))["refunded"] == "7.50"


def test_an_order_that_is_cancelled_before_the_rest_came_keeps_nothing(payment, deliver, do_jobs):
    split(payment)

    order_is_cancelled(payment, reason="expired")
    deliver("payments")
    do_jobs()

    assert standing(payment) == (PaymentState.CLOSED, 0, 8)


def test_a_part_refund_goes_to_the_card_first_and_then_to_the_wallet(
    payment, sandbox, deliver, do_jobs
):
    split(payment)
    do_jobs()

    refund_is_granted(payment, "9.00")
    deliver("payments")
    do_jobs()

    assert charge_of(sandbox, attempt_of(payment, 2))["refunded"] == "7.50"
    assert standing(payment) == (PaymentState.PAID, Decimal("3.50"), Decimal("4.50"))


def test_a_wallet_with_too_little_gives_nothing(payment):
    with pytest.raises(NotEnoughMoney):
        split(payment, "8.01")

    assert standing(payment) == (PaymentState.OPEN, 0, 8)
    assert not PaymentAttempt.objects.exists()


@pytest.mark.parametrize("part", ["12.50", "12.51", "-1", "0.001"])
def test_a_part_is_less_than_the_whole_in_whole_cents(payment, part):
    with pytest.raises(InvalidInput, match=r"a part of 12\.50 EUR"):
        split(payment, part)


def test_the_rest_cannot_come_from_the_wallet_too(payment):
    with pytest.raises(InvalidInput, match="the rest in another way"):
        split(payment, token="", method=Method.WALLET)


def test_an_attempt_is_for_something(db):
    with pytest.raises(IntegrityError, match="attempt_above_zero"), transaction.atomic():
        PaymentAttemptFactory(amount=0)


@pytest.mark.django_db(transaction=True)
def test_two_orders_at_once_cannot_count_on_the_same_money(sandbox):
    give(ADA, "8.00")
    payments = [order_waits(customer_id=ADA) for _ in range(2)]

    outcomes = outcomes_of([partial(split, each, "6.00") for each in payments])

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NoneType", "NotEnoughMoney"]
    assert balance(ADA) == 2
    captured = PaymentAttempt.objects.filter(state=AttemptState.CAPTURED)
    assert [attempt.amount for attempt in captured] == [6]


@pytest.mark.django_db(transaction=True)
def test_two_tabs_at_once_take_one_part(payment):
    outcomes = outcomes_of([partial(split, payment, "6.00")] * 4)

    assert outcomes == [None] * 4
    assert standing(payment) == (PaymentState.OPEN, 6, 2)
