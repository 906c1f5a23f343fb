"""Cards are charged when the goods leave: the bank keeps the amount until then."""

from datetime import timedelta
from decimal import Decimal

import pytest

from apps.payments.queries import (
    cards_of,
    money_under_way,
)
from apps.payments.rules import Method, StatusWord
from apps.payments.services import remove_card, start_attempt
from shop.events.base import PostalAddress
from shop.events.orders import OrderConfirmed, OrderDelivered
from shop.events.payments import (
    PaymentAuthorised,
    PaymentCaptured,
    PaymentSucceeded,
    RefundRequested,
)
from tests.apps.payments.capture_on_dispatch.standing import (
    ADA,
    goods_leave,
    standing,
    word_for,
)
from tests.apps.payments.story import (
    PRICE,
    attempt_of,
    charge_of,
    happen,
    later,
    order_is_cancelled,
    order_waits,
    settle,
)
from tests.shop.sandbox.calls import APPROVED

ADDRESS = PostalAddress(name="Ada", line1="1 Quay", city="Porto", postal_code="4000", country="PT")
A_WHILE = timedelta(minutes=10)


def test_the_bank_keeps_the_amount_and_the_order_is_paid_for(payment, sandbox, published):
    assert standing(payment) == ("authorised", 0, Decimal("12.50"))
    assert charge_of(sandbox, attempt_of(payment))["status"] == "authorised"
    assert word_for(payment) == StatusWord.REQUIRES_CAPTURE
    assert attempt_of(payment).token == ""
    (authorised,) = published(PaymentAuthorised)
    assert (authorised.order_id, authorised.amount) == (payment.order_id, PRICE)
    assert not published(PaymentCaptured)
    assert not published(PaymentSucceeded)


def test_it_is_taken_when_the_parcel_leaves(payment, sandbox, published, dispatch):
    dispatch(payment)

    assert standing(payment) == ("paid", Decimal("12.50"), 0)
    assert charge_of(sandbox, attempt_of(payment))["captured"] == "12.50"
    assert word_for(payment) == StatusWord.SUCCEEDED
    assert [event.amount for event in published(PaymentSucceeded)] == [PRICE]


def test_a_parcel_that_leaves_twice_takes_it_once(payment, published, deliver, do_jobs):
    goods_leave(payment)
    goods_leave(payment)
    deliver("payments")
    do_jobs()
    goods_leave(payment)
    deliver("payments")
    do_jobs()

    assert len(published(PaymentCaptured)) == len(published(PaymentSucceeded)) == 1
    assert standing(payment) == ("paid", Decimal("12.50"), 0)


def test_it_is_taken_when_tickets_are_handed_out(payment, deliver, do_jobs):
    happen(
        OrderDelivered(order_id=payment.order_id, number="T-1", customer_id=ADA, by_parcel=False)
    )
    deliver("payments")
    do_jobs()

    assert standing(payment) == ("paid", Decimal("12.50"), 0)


@pytest.mark.parametrize(("waits", "state"), [(True, "paid"), (False, "authorised")])
def test_an_order_that_waits_for_stock_is_charged_at_once(payment, deliver, do_jobs, waits, state):
    happen(
        OrderConfirmed(
            order_id=payment.order_id,
            number="T-1",
            customer_id=ADA,
            items=(),
            total=PRICE,
            delivery_address=ADDRESS,
            waits_for_stock=waits,
        )
    )
    deliver("payments")
    do_jobs()

    assert standing(payment)[0] == state


def test_it_is_taken_before_the_bank_lets_go_of_it(payment, do_jobs):
    with later(days=5):
        early = do_jobs(), standing(payment)[0]
    with later(days=6, minutes=1):
        do_jobs()

    assert early == (0, "authorised")
    assert standing(payment) == ("paid", Decimal("12.50"), 0)


def test_nothing_is_late_while_the_bank_keeps_it(payment):
    with later(days=5):
        assert not money_under_way(longer_than=A_WHILE)
    with later(days=6, hours=1):
        assert [work.what for work in money_under_way(longer_than=A_WHILE)] == ["attempt"]


def test_of_a_cancelled_order_nothing_is_ever_taken(payment, sandbox, published, deliver, do_jobs):
    order_is_cancelled(payment)
    deliver("payments")
    do_jobs()

    assert charge_of(sandbox, attempt_of(payment))["status"] == "voided"
    assert standing(payment) == ("closed", 0, 0)
    assert not published(PaymentCaptured)
    assert not published(RefundRequested)


def test_a_upi_payment_is_taken_at_once(sandbox, do_jobs):
    payment = order_waits()
    start_attempt(order_id=payment.order_id, method=Method.UPI_COLLECT, vpa="slow@sandbox")
    do_jobs()
    settle(sandbox, attempt_of(payment))
    with later(minutes=1):
        do_jobs()

    assert standing(payment) == ("paid", Decimal("12.50"), 0)


def test_a_card_that_is_kept_is_there_before_it_is_charged(sandbox, do_jobs, dispatch):
    payment = order_waits(customer_id=ADA)
    start_attempt(order_id=payment.order_id, token=APPROVED, keep=True)
    do_jobs()
    before = len(cards_of(ADA))
    dispatch(payment)

    assert before == len(cards_of(ADA)) == 1


def test_a_card_that_was_removed_meanwhile_is_charged_and_stays_removed(sandbox, do_jobs, dispatch):
    payment = order_waits(customer_id=ADA)
    start_attempt(order_id=payment.order_id, token=APPROVED, keep=True)
    do_jobs()
    (kept,) = cards_of(ADA)
    remove_card(customer_id=ADA, card_id=kept.id)
    do_jobs()
    dispatch(payment)

    assert standing(payment) == ("paid", Decimal("12.50"), 0)
    assert not cards_of(ADA)


def test_a_shop_that_goes_back_to_charging_at_once_takes_what_was_promised(
    payment, settings, dispatch
):
    settings.CAPTURE = "at_once"
    dispatch(payment)

    assert standing(payment) == ("paid", Decimal("12.50"), 0)
