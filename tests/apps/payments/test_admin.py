from decimal import Decimal

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from apps.payments.models import (
    GatewayCallback,
    Payment,
    PaymentAttempt,
    PaymentState,
    Refund,
    WalletAccount,
    WalletEntry,
    WalletTransfer,
)
from apps.payments.queries import balance_of
from shop.kernel.identity import new_id
from tests.factories.payments import (
    GatewayCallbackFactory,
    PaymentAttemptFactory,
    RefundFactory,
    WalletAccountFactory,
    WalletEntryFactory,
)

MODELS = [Payment, PaymentAttempt, Refund, GatewayCallback, WalletAccount]


@pytest.fixture
def staff(db) -> Client:
    client = Client()
    client.force_login(
        get_user_model().objects.create_superuser(email="staff@example.com", password="s")
    )
    return client


@pytest.mark.parametrize("model", MODELS)
def test_staff_may_look_and_search_but_not_touch(staff, rf, model):
    RefundFactory(done=True)
    GatewayCallbackFactory()
    WalletAccountFactory()
    address = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    row = model.objects.get()

    listing = staff.get(reverse(f"{address}_changelist"), {"q": str(row.pk)})
    page = staff.get(reverse(f"{address}_change", args=[row.pk]))

    assert (listing.status_code, page.status_code) == (200, 200)
    assert staff.get(reverse(f"{address}_add")).status_code == 403
    assert staff.post(reverse(f"{address}_change", args=[row.pk]), {}).status_code == 403
    assert staff.post(reverse(f"{address}_delete", args=[row.pk]), {}).status_code == 403
    assert not admin.site._registry[model].has_change_permission(rf.get("/"))


def test_tokens_are_not_shown(staff):
    attempt = PaymentAttemptFactory(token="tok_secret")

    pages = [
        staff.get(reverse("admin:payments_paymentattempt_change", args=[attempt.pk])),
        staff.get(reverse("admin:payments_payment_change", args=[attempt.payment_id])),
    ]

    assert all("tok_secret" not in page.content.decode() for page in pages)


def act(client: Client, refund: Refund, action: str):
    return client.post(
        reverse("admin:payments_refund_changelist"),
        {"action": action, "_selected_action": [str(refund.pk)]},
        follow=True,
    )


@pytest.fixture
def refused(db) -> Refund:
    """A refund of 12.50 euros that the gateway will not make."""
    return RefundFactory(
        state="refused",
        due_at=None,
        attempt__payment__state=PaymentState.CLOSED,
        attempt__payment__captured=Decimal("12.50"),
    )


def test_staff_puts_a_refused_refund_into_the_wallet_once(staff, refused):
    first = act(staff, refused, "give_to_wallet")
    second = act(staff, refused, "give_to_wallet")

    assert f"{refused.pk}: done." in first.content.decode()
    assert "this one is done" in second.content.decode()
    held = balance_of(refused.payment.customer_id, currency="EUR")
    assert held.amount == Decimal("12.50")


def test_staff_has_a_refused_refund_tried_again(staff, refused):
    act(staff, refused, "try_again")

    refused.refresh_from_db()
    assert (refused.state, refused.retries) == ("requested", 1)


def test_who_may_only_look_helps_nobody(refused, client):
    viewer = get_user_model().objects.create_superuser(email="v@example.com", password="v")
    get_user_model().objects.filter(pk=viewer.pk).update(is_superuser=False)
    viewer = get_user_model().objects.get(pk=viewer.pk)
    viewer.user_permissions.add(Permission.objects.get(codename="view_refund"))
    client.force_login(viewer)

    act(client, refused, "give_to_wallet")

    refused.refresh_from_db()
    assert refused.state == "refused"


def test_staff_gives_money_and_a_second_click_gives_nothing(staff, db):
    customer_id, address = new_id(), reverse("admin:payments_wallettransfer_add")
    page = staff.get(address)
    gift = {
        "customer_id": str(customer_id),
        "amount": "5.00",
        "currency": "EUR",
        "reason": "goodwill",
        "key": page.context["adminform"].form["key"].value(),
    }

    answers = [staff.post(address, gift).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert balance_of(customer_id, currency="EUR").amount == 5
    assert WalletTransfer.objects.count() == 1


def test_money_that_cannot_be_given_is_refused_in_words(staff, db):
    gift = {
        "customer_id": str(new_id()),
        "amount": "0",
        "currency": "EUR",
        "reason": "goodwill",
        "key": "k",
    }

    answer = staff.post(reverse("admin:payments_wallettransfer_add"), gift, follow=True)

    assert "Give an amount above zero" in answer.content.decode()
    assert not WalletTransfer.objects.exists()


@pytest.mark.parametrize("model", [WalletEntry, WalletTransfer])
def test_the_ledger_of_the_wallets_is_only_shown(staff, model):
    WalletEntryFactory()
    row = model.objects.first()
    address = reverse(f"admin:payments_{model._meta.model_name}_change", args=[row.pk])

    assert staff.get(address).status_code == 200
    assert staff.post(address, {"reason": "promotion"}).status_code == 403
    assert staff.post(address.replace("change", "delete")).status_code == 403
