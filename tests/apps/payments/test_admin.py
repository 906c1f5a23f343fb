import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from apps.payments.models import GatewayCallback, Payment, PaymentAttempt, Refund
from tests.factories.payments import GatewayCallbackFactory, PaymentAttemptFactory, RefundFactory

MODELS = [Payment, PaymentAttempt, Refund, GatewayCallback]


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
