import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from apps.shipping.models import CourierCallback, Shipment
from tests.factories.shipping import CourierCallbackFactory, ShipmentFactory

MODELS = [Shipment, CourierCallback]


@pytest.fixture
def staff(db) -> Client:
    client = Client()
    client.force_login(
        get_user_model().objects.create_superuser(email="staff@example.com", password="s")
    )
    return client


@pytest.mark.parametrize("model", MODELS)
def test_staff_may_look_and_search_but_not_touch(staff, rf, model):
    ShipmentFactory()
    CourierCallbackFactory()
    address = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    row = model.objects.get()

    listing = staff.get(reverse(f"{address}_changelist"), {"q": str(row.pk)})
    page = staff.get(reverse(f"{address}_change", args=[row.pk]))

    assert (listing.status_code, page.status_code) == (200, 200)
    assert staff.get(reverse(f"{address}_add")).status_code == 403
    assert staff.post(reverse(f"{address}_change", args=[row.pk]), {}).status_code == 403
    assert staff.post(reverse(f"{address}_delete", args=[row.pk]), {}).status_code == 403
    assert not admin.site._registry[model].has_change_permission(rf.get("/"))
