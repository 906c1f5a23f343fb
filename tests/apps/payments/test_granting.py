"""A part of a paid order's money goes back, over the real gateway; never more than was paid."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from apps.payments.gateways import gateway_named
from apps.payments.models import Payment, PaymentState, RefundGrant, RefundState
from apps.payments.queries import captured_by_order, payments_out_of_balance
from apps.payments.rules import Method
from apps.payments.services import grant_refund, retry_refund, start_attempt
from shop.events.base import Money
from shop.events.payments import PaymentRefunded, RefundRequested
from shop.kernel.errors import DomainError
from shop.kernel.identity import new_id
from tests.apps.payments.story import (
    PRICE,
    attempt_of,
    balance,
    captured_by_lost_worker,
    charge_of,
    give,
    later,
    order_is_cancelled,
    order_waits,
    refund_is_granted,
)
from tests.factories.payments import PaymentFactory, RefundGrantFactory
from tests.shop.sandbox.calls import APPROVED


def euros(amount: str) -> Money:
    return Money(amount=Decimal(amount), currency="EUR")


@pytest.fixture
def paid(sandbox, do_jobs) -> Payment:
    """12.50 euros, paid by card."""
    payment = order_waits(token=APPROVED)
    do_jobs()
    payment.refresh_from_db()
    return payment


def test_a_part_goes_back_by_the_way_it_was_paid(paid, sandbox, published, deliver, do_jobs):
    refund_is_granted(paid, "5.00")
    deliver("payments")
    asked = payments_out_of_balance()
    do_jobs()

    paid.refresh_from_db()
    assert charge_of(sandbox, attempt_of(paid))["refunded"] == "5.00"
    assert [event.amount for event in published(PaymentRefunded)] == [euros("5.00")]
    assert [event.reason for event in published(RefundRequested)] == ["undelivered"]
    assert (paid.state, paid.granted, paid.refunded) == (PaymentState.PAID, 5, 5)
    assert captured_by_order()[paid.order_id].kept == Decimal("7.50")
    assert asked == payments_out_of_balance() == []


def test_the_same_credit_told_again_gives_nothing_more(paid, published, deliver, do_jobs):
    credit_id = refund_is_granted(paid, "5.00")
    deliver("payments")
    do_jobs()

    refund_is_granted(paid, "5.00", credit_id=credit_id)
    deliver("payments")
    do_jobs()

    assert len(published(PaymentRefunded)) == RefundGrant.objects.count() == 1


def test_a_credit_that_comes_with_another_amount_is_refused(paid):
    credit_id = new_id()
    grant_refund(order_id=paid.order_id, credit_id=credit_id, owed=euros("5"), reason="undelivered")

    with pytest.raises(DomainError, match="was granted for credit"):
        grant_refund(
            order_id=paid.order_id, credit_id=credit_id, owed=euros("6"), reason="undelivered"
        )


def test_parts_go_back_one_after_the_other_and_never_more_than_was_paid(
    paid, sandbox, deliver, do_jobs
):
    for amount in ("5.00", "4.00", "3.50"):
        refund_is_granted(paid, amount)
    deliver("payments")
    do_jobs()

    with pytest.raises(DomainError, match="would be given back than the order costs"):
        grant_refund(
            order_id=paid.order_id, credit_id=new_id(), owed=euros("0.01"), reason="undelivered"
        )

    assert charge_of(sandbox, attempt_of(paid))["refunded"] == "12.50"
    assert payments_out_of_balance() == []


def test_cancelling_after_a_part_went_back_gives_the_rest(paid, sandbox, deliver, do_jobs):
    refund_is_granted(paid, "5.00")
    order_is_cancelled(paid)
    deliver("payments")
    do_jobs()

    assert sorted(paid.refunds.values_list("amount", flat=True)) == [5, Decimal("7.50")]
    assert charge_of(sandbox, attempt_of(paid))["refunded"] == "12.50"
    assert payments_out_of_balance() == []


def test_a_part_that_is_told_after_the_cancellation_goes_back_once(paid, sandbox, deliver, do_jobs):
    order_is_cancelled(paid)
    deliver("payments")
    refund_is_granted(paid, "5.00")
    deliver("payments")
    do_jobs()

    assert [refund.amount for refund in paid.refunds.all()] == [Decimal("12.50")]
    assert charge_of(sandbox, attempt_of(paid))["refunded"] == "12.50"
    assert payments_out_of_balance() == []


def test_what_a_wallet_paid_is_in_the_wallet_at_once(published, deliver):
    payment = order_waits()
    give(payment.customer_id, "20")
    start_attempt(order_id=payment.order_id, method=Method.WALLET)

    refund_is_granted(payment, "5.00")
    deliver("payments")

    assert balance(payment.customer_id) == Decimal("12.50")
    assert [event.amount for event in published(PaymentRefunded)] == [euros("5.00")]
    assert payments_out_of_balance() == []


def test_only_the_money_that_paid_the_order_gives_a_part_back(sandbox, deliver, do_jobs):
    payment = order_waits(token=APPROVED)
    first = attempt_of(payment)
    captured_by_lost_worker(first)
    start_attempt(order_id=payment.order_id, token=APPROVED)
    with later(seconds=61):
        do_jobs()
        do_jobs()

    refund_is_granted(payment, "5.00")
    deliver("payments")
    with later(seconds=61):
        do_jobs()

    assert charge_of(sandbox, first)["refunded"] == "12.50"
    assert charge_of(sandbox, attempt_of(payment, 2))["refunded"] == "5.00"
    assert payments_out_of_balance() == []


def test_a_part_that_the_gateway_refuses_is_shown_until_somebody_has_helped(
    paid, sandbox, deliver, do_jobs
):
    charge_id = attempt_of(paid).gateway_id
    gateway_named("sandbox").refund(charge_id, amount=PRICE, key=f"{charge_id}:by hand")

    refund_is_granted(paid, "5.00")
    deliver("payments")
    do_jobs()
    refund = paid.refunds.get()

    assert refund.state == RefundState.REFUSED
    assert [it.complaint for it in payments_out_of_balance()] == [
        "it is paid, but 12.500 of 7.500 is kept"
    ]
    retry_refund(refund_id=refund.id)
    assert payments_out_of_balance() == []


def test_an_unpaid_order_gives_nothing_back(db):
    payment = PaymentFactory()

    with pytest.raises(DomainError, match="Nothing is paid of payment"):
        grant_refund(
            order_id=payment.order_id, credit_id=new_id(), owed=euros("5"), reason="undelivered"
        )


def test_another_currency_gives_nothing_back(paid):
    with pytest.raises(DomainError, match="is in EUR, not in INR"):
        grant_refund(
            order_id=paid.order_id,
            credit_id=new_id(),
            owed=Money(amount=Decimal(5), currency="INR"),
            reason="undelivered",
        )


def test_money_that_is_not_there_cannot_go_back_in_part(db):
    payment = PaymentFactory(paid=True)

    with pytest.raises(DomainError, match="keeps too little"):
        grant_refund(
            order_id=payment.order_id, credit_id=new_id(), owed=euros("5"), reason="undelivered"
        )

    assert not RefundGrant.objects.exists()


def test_the_database_keeps_more_than_was_paid_from_being_granted(db):
    grant = RefundGrantFactory()

    for change in ({"granted": Decimal("12.51")}, {"granted": Decimal("-0.01")}):
        too_much = pytest.raises(IntegrityError, match="payment_never_over_granted")
        with too_much, transaction.atomic():
            Payment.objects.filter(pk=grant.payment_id).update(**change)
    with pytest.raises(IntegrityError, match="credit_id"), transaction.atomic():
        RefundGrantFactory(credit_id=grant.credit_id)
    with pytest.raises(IntegrityError, match="grant_above_zero"), transaction.atomic():
        RefundGrantFactory(amount=0)


def test_a_sum_that_no_grant_explains_is_found(db):
    PaymentFactory(granted=Decimal(5))

    assert [it.complaint for it in payments_out_of_balance()] == [
        "5.000 was granted, but its grants say 0"
    ]
