"""Staff asks why the stock is as it is, and how it was."""

import pytest
from django.urls import reverse

from apps.inventory.models import Movement
from apps.inventory.services import adjust_stock
from tests.factories.inventory import StockFactory

pytestmark = pytest.mark.django_db

PAGE = "admin:operations_stock"


def ask(client, **words):
    return client.get(reverse(PAGE), words)


def test_the_page_tells_what_the_command_tells(admin_client):
    StockFactory(sku="TEA & CO", on_hand=3)

    page = ask(admin_client, sku="TEA & CO").content.decode()

    assert "3 of 3 units can be bought." in page
    assert "MAIN: 3 on hand, 0 promised, 3 free" in page
    assert "received +3 on hand in MAIN" in page


def test_the_page_tells_how_it_was(admin_client):
    StockFactory(sku="TEA", on_hand=3)
    came = Movement.objects.get().created_at
    adjust_stock(sku="TEA", warehouse="MAIN", delta=-2, reason="lost")

    page = ask(admin_client, sku="TEA", at=came.isoformat()).content.decode()

    assert f"Where they were at {came:%Y-%m-%d %H:%M:%S} UTC" in page
    assert "MAIN: 3 on hand" in page
    assert "MAIN: 1 on hand" in page


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ({"sku": "COFFEE"}, "COFFEE was never stocked"),
        ({"sku": "TEA", "at": "yesterday"}, "is no moment like 2026-11-28T10:00."),
    ],
)
def test_what_nobody_can_mean_is_said(admin_client, words, complaint):
    StockFactory(sku="TEA", on_hand=3)

    page = ask(admin_client, **words).content.decode()
    assert complaint in page


def test_before_anything_is_asked_there_is_a_field(admin_client):
    page = ask(admin_client).content.decode()

    assert 'name="sku"' in page
    assert "can be bought" not in page


def test_a_place_leads_to_its_explanation(admin_client):
    stock = StockFactory(sku="TEA & CO", on_hand=3)

    page = admin_client.get(reverse("admin:inventory_stock_change", args=[stock.pk]))

    assert f"{reverse(PAGE)}?sku=TEA%20%26%20CO" in page.content.decode()


@pytest.mark.parametrize(("role", "status"), [("support", 200), ("finance", 403)])
def test_only_who_sees_stock_may_ask(clerk, role, status):
    StockFactory(sku="TEA", on_hand=3)

    assert ask(clerk(role), sku="TEA").status_code == status
