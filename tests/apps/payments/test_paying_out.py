"""Money leaves wallets for a bank account; nobody who is owed any is forgotten."""

from decimal import Decimal
from functools import partial
from uuid import UUID

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from apps.payments.models import NotEnoughMoney, WalletEntry, WalletTransfer
from apps.payments.queries import wallets_out_of_balance
from apps.payments.services import credit_wallet, pay_out_wallet
from apps.payments.services.wallets import WalletHoldsMoney
from shop.events.accounts import UserErased
from shop.events.base import Money
from shop.events.payments import WalletDebited
from shop.kernel.errors import DomainError, InvalidInput
from shop.kernel.identity import new_id
from tests.apps.payments.story import balance, give, happen
from tests.together import at_once

pytestmark = pytest.mark.django_db

ADA = UUID(int=1)


def pay_out(amount: str, *, key: str = "k", customer_id: UUID = ADA) -> UUID:
    sent = Money(amount=Decimal(amount), currency="EUR")
    return pay_out_wallet(customer_id=customer_id, amount=sent, key=key)


def erased(customer_id: UUID, *former: UUID) -> UserErased:
    return UserErased(
        user_id=customer_id, customer_id=customer_id, former_customer_ids=tuple(former)
    )


def test_what_is_paid_out_leaves_the_wallet_for_the_account_of_payouts(published):
    give(ADA, "20.00")

    pay_out("15.50")

    (event,) = published(WalletDebited)
    booked = WalletEntry.objects.filter(system="payouts").get()
    assert balance(ADA) == event.balance.amount == Decimal("4.50")
    assert (event.amount.amount, event.reason) == (Decimal("15.50"), "payout")
    assert booked.amount == Decimal("15.50")
    assert wallets_out_of_balance() == []


def test_the_same_key_pays_out_once_and_only_the_same_amount(published):
    give(ADA, "20.00")

    assert pay_out("5.00") == pay_out("5.00")
    with pytest.raises(DomainError, match="under this key before"):
        pay_out("6.00")

    assert balance(ADA) == 15
    assert len(published(WalletDebited)) == 1


def test_more_than_there_is_is_not_paid_out(published):
    give(ADA, "20.00")

    with pytest.raises(NotEnoughMoney):
        pay_out("20.01")

    assert balance(ADA) == 20
    assert published(WalletDebited) == []


@pytest.mark.parametrize(("amount", "key"), [("0", "k"), ("-1", "k"), ("0.001", "k"), ("1", "")])
def test_what_can_never_be_is_not_paid_out(amount, key):
    with pytest.raises(InvalidInput):
        pay_out(amount, key=key)


@pytest.mark.django_db(transaction=True)
def test_a_payout_pressed_five_times_at_once_is_one(published):
    give(ADA, "20.00")

    transfers = at_once([partial(pay_out, "5.00")] * 5)

    assert len(set(transfers)) == len(published(WalletDebited)) == 1
    assert balance(ADA) == 15
    assert wallets_out_of_balance() == []


def test_who_is_owed_money_is_not_forgotten_until_it_is_paid_out(published):
    guest = new_id()
    give(ADA, "5.00")
    credit_wallet(
        customer_id=guest,
        amount=Money(amount=Decimal(300), currency="JPY"),
        reason="goodwill",
        key="k",
    )

    with pytest.raises(WalletHoldsMoney, match=r"holds 5\.00 EUR, 300 JPY: ask where"):
        happen(erased(ADA, guest))
    pay_out("5.00")
    yen = Money(amount=Decimal(300), currency="JPY")
    pay_out_wallet(customer_id=guest, amount=yen, key="k")
    happen(erased(ADA, guest))

    assert len(published(UserErased)) == 1


def test_staff_books_a_payout_once(client: Client):
    give(ADA, "20.00")
    client.force_login(
        get_user_model().objects.create_superuser(email="staff@example.com", password="s")
    )
    address = reverse("admin:payments_wallettransfer_add")
    form = client.get(address).context["adminform"].form
    payout = {
        "customer_id": str(ADA),
        "amount": "20.00",
        "currency": "EUR",
        "reason": "payout",
        "key": form["key"].value(),
    }

    answers = [client.post(address, payout).status_code for _ in range(2)]
    again = client.post(address, {**payout, "key": "another"}, follow=True)

    assert answers == [302, 302]
    assert balance(ADA) == 0
    assert "The wallet holds 0.00 EUR" in again.content.decode()
    assert WalletTransfer.objects.filter(reason="payout").count() == 1
