import pytest
from django.urls import reverse

from apps.inventory.models import Movement, Reservation, Stock, Warehouse
from tests.apps.inventory.story import place_order
from tests.factories.inventory import StockFactory


@pytest.mark.parametrize("model", [Movement, Reservation, Stock, Warehouse])
def test_staff_sees_the_stock_and_changes_nothing_by_hand(model, admin_client):
    StockFactory(sku="TEA", on_hand=5)
    place_order(("TEA", 2))
    name = f"admin:inventory_{model._meta.model_name}"
    row = model.objects.first()

    listing = admin_client.get(reverse(f"{name}_changelist"), {"q": "TEA"})
    page = admin_client.get(reverse(f"{name}_change", args=[row.pk]))
    adding = admin_client.get(reverse(f"{name}_add"))

    assert (listing.status_code, page.status_code, adding.status_code) == (200, 200, 403)
