"""Money in wallets: given, spent, given back; every cent on two accounts."""

from decimal import Decimal
from uuid import UUID

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import Sum

from apps.payments.models import (
    AttemptState,
    NotEnoughMoney,
    PaymentAttempt,
    PaymentState,
    Refund,
    RefundDestination,
    WalletAccount,
    WalletEntry,
    WalletTransfer,
)
from apps.payments.queries import payments_out_of_balance, wallets_of, wallets_out_of_balance
from apps.payments.rules import Method
from apps.payments.services import credit_wallet, hand_over_payment, start_attempt
from shop.events.base import Money
from shop.events.orders import OrderClaimed
from shop.events.payments import (
    PaymentCaptured,
    PaymentRefunded,
    PaymentRequested,
    PaymentSucceeded,
    WalletCredited,
    WalletDebited,
)
from shop.kernel.errors import DomainError, InvalidInput
from shop.kernel.identity import new_id
from tests.apps.payments.story import (
    attempt_of,
    balance,
    give,
    happen,
    order_is_cancelled,
    order_waits,
)
from tests.shop.sandbox.calls import APPROVED

pytestmark = pytest.mark.django_db

ADA, BOB = UUID(int=1), UUID(int=2)


def pay(payment) -> None:
    start_attempt(order_id=payment.order_id, method=Method.WALLET)


def test_what_the_shop_gives_is_in_the_wallet(published):
    give(ADA, "20.00")

    (event,) = published(WalletCredited)
    assert balance(ADA) == Decimal("20.00")
    assert wallets_of(ADA) == [Money(amount=Decimal("20.00"), currency="EUR")]
    assert (event.customer_id, event.reason) == (ADA, "goodwill")
    assert event.balance.amount == event.amount.amount == Decimal("20.00")


def test_the_same_key_gives_once(published):
    give(ADA, "20.00", key="letter of 3 May")
    give(ADA, "20.00", key="letter of 3 May")
    give(BOB, "20.00", key="letter of 3 May")

    assert (balance(ADA), balance(BOB)) == (20, 20)
    assert len(published(WalletCredited)) == 2


def test_the_same_key_with_another_amount_is_refused():
    give(ADA, "20.00", key="k")

    with pytest.raises(DomainError, match="under this key before"):
        give(ADA, "2.00", key="k")


@pytest.mark.parametrize("amount", ["0", "-1", "0.001"])
def test_what_is_no_amount_is_not_given(amount):
    with pytest.raises(InvalidInput, match="above zero, in whole minor units"):
        give(ADA, amount)


@pytest.mark.parametrize("reason", ["payment", "refund", "because"])
def test_staff_gives_for_reasons_of_its_own_only(reason):
    with pytest.raises(InvalidInput, match="goodwill, promotion, correction"):
        credit_wallet(
            customer_id=ADA,
            amount=Money(amount=Decimal(1), currency="EUR"),
            reason=reason,
            key="k",
        )


def test_a_wallet_pays_at_once_without_asking_anybody(published):
    give(ADA, "20.00")
    payment = order_waits(customer_id=ADA)

    pay(payment)

    payment.refresh_from_db()
    attempt = attempt_of(payment)
    (debited,) = published(WalletDebited)
    assert (payment.state, payment.captured) == (PaymentState.PAID, Decimal("12.50"))
    assert (attempt.state, attempt.due_at) == (AttemptState.CAPTURED, None)
    assert balance(ADA) == debited.balance.amount == Decimal("7.50")
    assert len(published(PaymentCaptured)) == len(published(PaymentSucceeded)) == 1
    assert published(PaymentRequested) == []
    assert wallets_out_of_balance() == payments_out_of_balance() == []


def test_too_little_money_is_refused_with_the_amounts_and_changes_nothing(published):
    give(ADA, "12.49")
    payment = order_waits(customer_id=ADA, token=APPROVED)

    with pytest.raises(NotEnoughMoney, match=r"holds 12\.49 EUR, and 12\.50 EUR") as no:
        pay(payment)

    assert no.value.details == {"balance": "12.49", "needed": "12.50", "currency": "EUR"}
    assert attempt_of(payment).state == AttemptState.REQUESTED
    assert balance(ADA) == Decimal("12.49")
    assert published(WalletDebited) == []


def test_money_in_another_currency_does_not_pay():
    credit_wallet(
        customer_id=ADA,
        amount=Money(amount=Decimal(5000), currency="JPY"),
        reason="promotion",
        key="k",
    )

    with pytest.raises(NotEnoughMoney, match=r"holds 0\.00 EUR"):
        pay(order_waits(customer_id=ADA))


def test_a_paid_order_is_not_paid_again_from_the_wallet():
    give(ADA, "30.00")
    payment = order_waits(customer_id=ADA)
    pay(payment)

    with pytest.raises(DomainError, match="paid already"):
        pay(payment)

    assert balance(ADA) == Decimal("17.50")


def test_the_wallet_replaces_a_card_that_was_not_charged_yet():
    give(ADA, "30.00")
    payment = order_waits(customer_id=ADA, token=APPROVED)

    pay(payment)

    assert attempt_of(payment, 1).state == AttemptState.VOIDED
    assert attempt_of(payment, 2).state == AttemptState.CAPTURED


def test_a_cancelled_order_gives_the_money_back_to_the_wallet_at_once(published, deliver, do_jobs):
    give(ADA, "20.00")
    payment = order_waits(customer_id=ADA)
    pay(payment)

    order_is_cancelled(payment)
    deliver("payments")

    refund = Refund.objects.get()
    assert balance(ADA) == Decimal("20.00")
    assert (refund.destination, refund.due_at) == (RefundDestination.WALLET, None)
    assert len(published(PaymentRefunded)) == 1
    assert [event.reason for event in published(WalletCredited)] == ["goodwill", "refund"]
    assert do_jobs() == 0
    assert wallets_out_of_balance() == payments_out_of_balance() == []


def test_a_claimed_order_goes_back_to_the_member_who_claimed_it(deliver):
    payment = order_waits(customer_id=ADA)
    give(ADA, "12.50")
    pay(payment)
    happen(
        OrderClaimed(
            order_id=payment.order_id, number="T-1", customer_id=BOB, former_customer_id=ADA
        )
    )
    deliver("payments")
    payment.refresh_from_db()

    order_is_cancelled(payment)
    deliver("payments")

    assert (balance(ADA), balance(BOB)) == (0, Decimal("12.50"))


def test_handing_over_an_order_that_never_came_to_be_paid_is_nothing():
    hand_over_payment(order_id=new_id(), customer_id=ADA)


def test_every_transfer_sums_to_zero_between_the_customer_and_the_shop():
    give(ADA, "20.00")
    pay(order_waits(customer_id=ADA))

    sums = WalletTransfer.objects.annotate(sum=Sum("entries__amount"))
    systems = WalletEntry.objects.exclude(system="").order_by("at").values_list("system", "amount")
    assert {transfer.sum for transfer in sums} == {0}
    assert list(systems) == [("goodwill", Decimal(-20)), ("sales", Decimal("12.5"))]


def test_the_database_refuses_a_transfer_that_does_not_sum_to_zero():
    give(ADA, "20.00")
    (account,) = WalletAccount.objects.all()
    (transfer,) = WalletTransfer.objects.all()

    with pytest.raises(IntegrityError, match="must sum to zero"), transaction.atomic():
        WalletEntry.objects.create(
            transfer=transfer, account=account, amount=5, currency="EUR", balance=25
        )


@pytest.mark.parametrize("model", [WalletEntry, WalletTransfer])
def test_the_ledger_cannot_be_changed(model):
    give(ADA, "20.00")

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        model.objects.all().update(id=new_id())
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        model.objects.all()._raw_delete("default")


def test_the_database_refuses_a_wallet_below_zero():
    give(ADA, "20.00")

    with pytest.raises(IntegrityError, match="wallet_never_below_zero"), transaction.atomic():
        WalletAccount.objects.update(balance=-1)


def test_the_database_refuses_a_wallet_payment_that_waits():
    payment = order_waits(token=APPROVED)

    with pytest.raises(IntegrityError, match="at_once"), transaction.atomic():
        PaymentAttempt.objects.filter(payment=payment).update(method="wallet")


def test_a_balance_that_no_entry_explains_is_found():
    give(ADA, "20.00")
    WalletAccount.objects.update(balance=21)

    (complaint,) = wallets_out_of_balance()
    assert "it holds 21.000, but its entries sum to 20.000" in complaint


def test_a_wallet_payment_without_its_entry_is_found():
    payment = order_waits(customer_id=ADA)
    PaymentAttempt.objects.create(
        payment=payment,
        number=1,
        amount=payment.amount,
        method="wallet",
        state=AttemptState.CAPTURED,
        captured=payment.amount,
        due_at=None,
    )

    (complaint,) = wallets_out_of_balance()
    assert "12.500 came from a wallet, but its entry says 0" in complaint
