"""Banks that let go, and gateways where somebody took another amount."""

from decimal import Decimal

import pytest

from apps.payments.models import AttemptState
from apps.payments.queries import (
    shown_payment,
)
from apps.payments.rules import Method, StatusWord
from apps.payments.services import start_attempt
from shop.events.payments import (
    PaymentFailed,
    PaymentLapsed,
    RefundRequested,
)
from shop.kernel.errors import DomainError
from tests.apps.payments.capture_on_dispatch.standing import (
    ADA,
    ask_gateway,
    let_go_by_bank,
    standing,
    word_for,
)
from tests.apps.payments.story import (
    attempt_of,
    charge_of,
    order_waits,
    refund_is_granted,
    tell_all,
)
from tests.shop.sandbox.calls import APPROVED, DECLINED, LETS_GO


def test_an_order_whose_money_is_promised_cannot_be_paid_again(payment):
    with pytest.raises(DomainError, match="paid already"):
        start_attempt(order_id=payment.order_id, method=Method.WALLET)


def test_what_somebody_takes_at_the_gateway_itself_is_taken(payment, sandbox, deliver, do_jobs):
    """Who presses the button there does not know what was credited here."""
    refund_is_granted(payment, "5.00")
    deliver("payments")
    ask_gateway(sandbox, attempt_of(payment), "capture", amount="12.50", currency="EUR")
    tell_all(sandbox, attempt_of(payment))
    do_jobs()
    do_jobs()

    charge = charge_of(sandbox, attempt_of(payment))
    assert (charge["captured"], charge["refunded"]) == ("12.50", "5.00")
    assert standing(payment) == ("paid", Decimal("7.50"), 0)


def test_too_little_taken_at_the_gateway_itself_goes_back(payment, sandbox, do_jobs):
    ask_gateway(sandbox, attempt_of(payment), "capture", amount="12.00", currency="EUR")
    tell_all(sandbox, attempt_of(payment))
    do_jobs()
    do_jobs()

    assert charge_of(sandbox, attempt_of(payment))["status"] == "refunded"
    assert standing(payment) == ("lapsed", 0, 0)


def test_what_the_bank_lets_go_of_is_not_paid_any_more(payment, sandbox, published, do_jobs):
    let_go_by_bank(sandbox, attempt_of(payment))
    tell_all(sandbox, attempt_of(payment))
    do_jobs()
    do_jobs()

    assert standing(payment) == ("lapsed", 0, 0)
    assert attempt_of(payment).state == AttemptState.VOIDED
    assert word_for(payment) == StatusWord.REQUIRES_PAYMENT_METHOD
    assert [event.reason for event in published(PaymentLapsed)] == ["voided"]
    assert not published(PaymentFailed)


def test_a_message_that_tells_nothing_new_leaves_it_where_it_is(payment, sandbox, do_jobs):
    tell_all(sandbox, attempt_of(payment))
    do_jobs()
    do_jobs()

    attempt = attempt_of(payment)
    assert standing(payment) == ("authorised", 0, Decimal("12.50"))
    assert attempt.due_at == attempt.held_until


def test_what_a_bank_does_not_give_when_the_parcel_leaves_is_owed(
    sandbox, published, do_jobs, dispatch
):
    payment = order_waits(token=LETS_GO, customer_id=ADA)
    do_jobs()
    dispatch(payment)

    shown = shown_payment(customer_id=ADA, order_id=payment.order_id)
    assert standing(payment) == ("lapsed", 0, 0)
    assert shown.is_overdue
    assert shown.methods
    assert len(published(PaymentLapsed)) == 1


def test_whoever_owes_it_pays_less_the_credit_and_is_charged_at_once(
    payment, sandbox, published, deliver, do_jobs, dispatch
):
    refund_is_granted(payment, "5.00")
    let_go_by_bank(sandbox, attempt_of(payment))
    dispatch(payment)
    start_attempt(order_id=payment.order_id, token=DECLINED)
    do_jobs()
    declined = standing(payment)
    start_attempt(order_id=payment.order_id, token=APPROVED)
    do_jobs()

    assert declined == ("lapsed", 0, 0)
    assert [event.attempt for event in published(PaymentFailed)] == [2]
    assert charge_of(sandbox, attempt_of(payment, 3))["captured"] == "7.50"
    assert standing(payment) == ("paid", Decimal("7.50"), 0)


def test_whoever_owes_it_may_pay_a_part_from_the_wallet(payment, sandbox, do_jobs, dispatch):
    let_go_by_bank(sandbox, attempt_of(payment))
    dispatch(payment)
    start_attempt(order_id=payment.order_id, token=APPROVED, wallet_amount=Decimal("2.50"))
    half = standing(payment)
    do_jobs()

    assert half == ("lapsed", Decimal("2.50"), 0)
    assert standing(payment) == ("paid", Decimal("12.50"), 0)


def test_goods_that_come_back_unpaid_leave_nothing_to_pay(
    payment, sandbox, published, deliver, do_jobs, dispatch
):
    let_go_by_bank(sandbox, attempt_of(payment))
    dispatch(payment)
    refund_is_granted(payment, "12.50")
    deliver("payments")
    do_jobs()

    assert standing(payment) == ("paid", 0, 0)
    assert not published(RefundRequested)
