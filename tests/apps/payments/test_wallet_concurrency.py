"""Many hands in one wallet, with real connections and real commits."""

from contextlib import suppress
from decimal import Decimal
from functools import partial
from uuid import UUID

import pytest

from apps.payments.models import NotEnoughMoney, Payment, PaymentState, Refund
from apps.payments.queries import payments_out_of_balance, wallets_out_of_balance
from apps.payments.rules import Method
from apps.payments.services import (
    close_payment,
    refund_to_wallet,
    retry_refund,
    start_attempt,
)
from apps.payments.tasks import refund
from shop.events.payments import PaymentRefunded, PaymentSucceeded, WalletCredited
from shop.kernel.errors import DomainError
from tests.apps.payments.story import balance, give, order_waits
from tests.factories.payments import RefundFactory
from tests.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)

ADA = UUID(int=1)


def pay(payment: Payment) -> str:
    try:
        start_attempt(order_id=payment.order_id, method=Method.WALLET)
    except NotEnoughMoney:
        return "too little"
    except DomainError:
        return "refused"
    return "paid"


def test_two_payments_with_money_for_one_pay_one(published):
    for _ in range(5):
        give(ADA, "12.50")
        payments = [order_waits(customer_id=ADA) for _ in range(2)]

        outcomes = at_once([partial(pay, payment) for payment in payments])

        assert sorted(outcomes) == ["paid", "too little"]
        assert balance(ADA) == 0
    assert len(published(PaymentSucceeded)) == 5
    assert wallets_out_of_balance() == payments_out_of_balance() == []


def test_one_order_paid_five_times_at_once_is_paid_once(published):
    give(ADA, "100.00")
    payment = order_waits(customer_id=ADA)

    outcomes = at_once([partial(pay, payment)] * 5)

    assert sorted(outcomes) == ["paid"] + ["refused"] * 4
    assert balance(ADA) == Decimal("87.50")


def test_paying_while_the_order_is_cancelled_loses_no_cent(published):
    give(ADA, "12.50")
    for _ in range(6):
        payment = order_waits(customer_id=ADA)

        at_once([partial(pay, payment), partial(close_payment, order_id=payment.order_id)])

        payment.refresh_from_db()
        assert payment.state == PaymentState.CLOSED
        assert balance(ADA) == Decimal("12.50")
    assert len(published(PaymentRefunded)) == len(published(PaymentSucceeded))
    assert wallets_out_of_balance() == payments_out_of_balance() == []


def test_the_first_money_of_a_customer_may_come_from_two_sides_at_once(published):
    at_once([partial(give, ADA, "1.00", key=str(n)) for n in range(5)])

    assert balance(ADA) == 5
    assert wallets_out_of_balance() == []


def test_the_same_key_five_times_at_once_gives_once(published):
    at_once([partial(give, ADA, "1.00", key="k")] * 5)

    assert balance(ADA) == 1
    assert len(published(WalletCredited)) == 1


def test_a_refused_refund_that_everybody_helps_at_once_goes_back_once(settings, published):
    settings.SANDBOX_URL = "http://127.0.0.1:9"
    for _ in range(4):
        one = RefundFactory(
            state="refused",
            due_at=None,
            attempt__payment__captured=Decimal("12.50"),
            attempt__payment__state=PaymentState.CLOSED,
        )

        at_once(
            [
                *[partial(_helped, partial(refund_to_wallet, refund_id=one.id))] * 3,
                partial(_helped, partial(retry_refund, refund_id=one.id)),
                partial(refund, str(one.id)),
            ]
        )

        one.refresh_from_db()
        given = balance(one.payment.customer_id)
        assert (one.state, given) in [("done", Decimal("12.50")), ("requested", Decimal(0))]
    done = Refund.objects.filter(state="done").count()
    assert len(published(PaymentRefunded)) == len(published(WalletCredited)) == done


def _helped(action) -> None:
    with suppress(DomainError):
        action()
