"""Refunds that the gateway refuses, and what staff does about them, exactly once."""

from decimal import Decimal

import pytest

from apps.payments.models import Refund, RefundDestination, RefundState
from apps.payments.queries import payer_of, payments_out_of_balance, wallets_out_of_balance
from apps.payments.services import refund_to_wallet, retry_refund
from shop.events.orders import OrderClaimed
from shop.events.payments import PaymentRefunded, RefundRefused, RefundRetried, WalletCredited
from shop.kernel.errors import DomainError
from shop.kernel.identity import new_id
from tests.apps.payments.story import (
    attempt_of,
    balance,
    charge_of,
    happen,
    later,
    order_is_cancelled,
    order_waits,
)
from tests.shop.sandbox.calls import APPROVED, move


@pytest.fixture
def refused(sandbox, published, deliver, do_jobs) -> Refund:
    """A refund of 12.50 euros that the gateway has refused: somebody gave a cent back by hand."""
    payment = order_waits(token=APPROVED)
    do_jobs()
    with sandbox.client() as client:
        charge_id = charge_of(sandbox, attempt_of(payment))["id"]
        move(client, charge_id, "refunds", amount="0.01")
    order_is_cancelled(payment)
    deliver("payments")
    do_jobs()
    return Refund.objects.get()


def test_a_refused_refund_is_told_and_waits_for_somebody(refused, published, do_jobs):
    assert refused.state == RefundState.REFUSED
    assert [event.refund_id for event in published(RefundRefused)] == [refused.id]
    assert published(PaymentRefunded) == []
    assert do_jobs() == 0


def test_trying_again_asks_the_gateway_with_a_new_key(refused, published, do_jobs):
    first_key = refused.key

    retry_refund(refund_id=refused.id)
    do_jobs()

    refused.refresh_from_db()
    assert refused.key != first_key
    assert [event.refund_id for event in published(RefundRetried)] == [refused.id]
    assert (refused.state, refused.retries) == (RefundState.REFUSED, 1)


def test_the_wallet_takes_what_the_gateway_refused(refused, published):
    customer_id = refused.payment.customer_id

    refund_to_wallet(refund_id=refused.id)

    refused.refresh_from_db()
    refused.payment.refresh_from_db()
    assert (refused.state, refused.destination) == (RefundState.DONE, RefundDestination.WALLET)
    assert balance(customer_id) == refused.payment.refunded == Decimal("12.50")
    assert len(published(PaymentRefunded)) == len(published(WalletCredited)) == 1
    assert wallets_out_of_balance() == payments_out_of_balance() == []


def test_what_the_wallet_has_is_not_given_a_second_time(refused, published, do_jobs):
    refund_to_wallet(refund_id=refused.id)

    for help_again in (refund_to_wallet, retry_refund):
        with pytest.raises(DomainError, match="this one is done"):
            help_again(refund_id=refused.id)
    with later(minutes=5):
        do_jobs()

    assert balance(refused.payment.customer_id) == Decimal("12.50")


def test_what_is_tried_again_is_not_put_into_the_wallet_meanwhile(refused):
    retry_refund(refund_id=refused.id)

    with pytest.raises(DomainError, match="this one is requested"):
        refund_to_wallet(refund_id=refused.id)


def test_what_a_guest_got_into_the_wallet_comes_along_with_the_claimed_order(refused, deliver):
    payment = refused.payment
    guest, member = payment.customer_id, new_id()
    refund_to_wallet(refund_id=refused.id)

    happen(
        OrderClaimed(
            order_id=payment.order_id,
            number="T-1",
            customer_id=member,
            former_customer_id=guest,
        )
    )
    deliver("payments")

    assert (balance(guest), balance(member)) == (0, Decimal("12.50"))
    assert wallets_out_of_balance() == payments_out_of_balance() == []


def test_only_the_money_of_the_claimed_order_comes_along(refused, deliver):
    guest, member = refused.payment.customer_id, new_id()
    other = order_waits(customer_id=guest)
    refund_to_wallet(refund_id=refused.id)

    happen(
        OrderClaimed(
            order_id=other.order_id, number="T-2", customer_id=member, former_customer_id=guest
        )
    )
    deliver("payments")

    assert (balance(guest), balance(member)) == (Decimal("12.50"), 0)


def test_a_claimed_order_and_its_payment_are_of_the_same_customer_at_every_moment(refused):
    payment, member = refused.payment, new_id()

    happen(
        OrderClaimed(
            order_id=payment.order_id,
            number="T-1",
            customer_id=member,
            former_customer_id=payment.customer_id,
        )
    )

    assert payer_of(payment.order_id) == member
