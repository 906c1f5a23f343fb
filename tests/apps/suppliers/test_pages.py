"""What purchasing staff do in the admin site."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from apps.suppliers.models import (
    CatalogueItem,
    PurchaseOrder,
    PurchaseOrderState,
    Receipt,
    ReceiptLine,
    Supplier,
    UnmetNeed,
)
from shop.kernel.identity import new_id
from tests.apps.suppliers.story import lines_of, proposal, sent, state_of
from tests.apps.suppliers.test_lead_times import came_after
from tests.factories.suppliers import (
    CatalogueItemFactory,
    DespatchFactory,
    SupplierFactory,
    UnmetNeedFactory,
)

pytestmark = pytest.mark.django_db

State = PurchaseOrderState
NEW = reverse("admin:suppliers_purchaseorder_add")
NO_ROWS = {
    f"{name}-{count}_FORMS": "0"
    for name in ("lines", "despatches", "receipts")
    for count in ("TOTAL", "INITIAL")
}


def page_of(row):
    return reverse(f"admin:suppliers_{row._meta.model_name}_change", args=[row.pk])


def shown(client, row):
    return client.get(page_of(row)).content.decode()


def say(client, order, step, *, key=None, **words):
    """Sends the form of the purchase order's page; what the next page says."""
    form = {"step": step, "key": key or str(new_id()), **words, **NO_ROWS}
    return client.post(page_of(order), form, follow=True).content.decode()


def ask(client, units, supplier="tea-house"):
    form = {"supplier": supplier, "units": units, "key": str(new_id())}
    return client.post(NEW, form, follow=True).content.decode()


def test_staff_propose_what_they_want(admin_client):
    CatalogueItemFactory(sku="GREEN TEA")

    ask(admin_client, "GREEN TEA 4")

    order = PurchaseOrder.objects.get()
    assert (order.state, order.origin) == (State.PROPOSED, "staff")
    assert lines_of(order) == {"GREEN TEA": (4, 0, 4)}


@pytest.mark.parametrize(
    ("units", "sentence"),
    [
        ("COFFEE 4", "tea-house does not sell COFFEE: add it to his catalogue first."),
        ("TEA 0", "A quantity is between 1 and 1,000,000, not 0."),
        ("TEA", "has no quantity"),
        ("TEA 1\nTEA 2", "TEA is on two lines"),
    ],
)
def test_what_cannot_be_ordered_is_refused_with_a_sentence(admin_client, units, sentence):
    CatalogueItemFactory(sku="TEA")

    assert sentence in ask(admin_client, units)

    assert not PurchaseOrder.objects.exists()


def test_a_proposal_is_changed_and_approved_in_the_name_of_who_did_it(admin_client, admin_user):
    order = proposal(TEA=4, CUP=1)

    say(admin_client, order, "change", units="TEA 6")
    assert lines_of(order) == {"TEA": (6, 0, 6)}

    say(admin_client, order, "approve")

    order.refresh_from_db()
    assert (order.state, order.approved_by) == (State.APPROVED, f"staff:{admin_user.pk}")


def test_a_second_click_changes_nothing(admin_client):
    order, key = proposal(TEA=4), str(new_id())

    for _ in range(2):
        page = say(admin_client, order, "approve", key=key)

    assert "cannot become approved" not in page
    assert state_of(order) == State.APPROVED


def test_units_are_received_in_parts_with_their_delivery_notes(admin_client):
    order = sent(TEA=5, CUP=1)
    assert "CUP 1\nTEA 5</textarea>" in shown(admin_client, order)

    say(admin_client, order, "receive", units="TEA 3", reference="DN-1")
    assert "CUP 1\nTEA 2</textarea>" in shown(admin_client, order)

    say(admin_client, order, "receive", units="TEA 2\nCUP 1", reference="DN-2")

    assert state_of(order) == State.RECEIVED
    assert set(Receipt.objects.values_list("reference", flat=True)) == {"DN-1", "DN-2"}


def test_a_delivery_that_was_announced_is_there_to_be_confirmed(admin_client):
    order = sent(TEA=5)
    DespatchFactory(order=order, reference="DN-77", units={"TEA": 3})

    page = shown(admin_client, order)

    assert 'value="DN-77"' in page
    assert "TEA 3</textarea>" in page


def test_a_surplus_needs_the_box_to_be_ticked(admin_client):
    order = sent(TEA=5)

    refused = say(admin_client, order, "receive", units="TEA 6", reference="DN-1")
    assert "5 units are still to come: 6 are 1 too many" in refused
    assert state_of(order) == State.SENT

    say(admin_client, order, "receive", units="TEA 6", reference="DN-1", surplus_accepted="on")

    assert state_of(order) == State.RECEIVED
    assert Receipt.objects.get().surplus_accepted


def test_freight_is_spread_and_shown_with_the_receipt(admin_client):
    order = sent(TEA=5)
    say(admin_client, order, "receive", units="TEA 5", reference="DN-1")

    say(admin_client, order, "charge", freight="10.00", duty="2.50")

    assert ReceiptLine.objects.get().landed_cost == Decimal("5.0000")
    assert "12.50" in shown(admin_client, order)
    assert "5.0000" in shown(admin_client, Receipt.objects.get())


def test_what_a_supplier_said_on_the_phone_is_entered(admin_client):
    order = sent(TEA=5, CUP=1)

    assert "Say on which day it comes" in say(admin_client, order, "acknowledge", units="TEA 4")
    say(admin_client, order, "acknowledge", units="TEA 4", comes_on="2026-12-24")

    order.refresh_from_db()
    assert (order.state, order.expected_on) == (State.ACKNOWLEDGED, date(2026, 12, 24))
    assert lines_of(order) == {"TEA": (5, 0, 4), "CUP": (1, 0, 0)}


def test_the_rest_is_closed_with_a_reason(admin_client):
    order = sent(TEA=5)

    assert "Say why." in say(admin_client, order, "close", reason="")
    say(admin_client, order, "close", reason="discontinued")

    assert state_of(order) == State.CLOSED
    page = shown(admin_client, order)
    assert "Freight and duty are known" in page
    assert "Units arrived" not in page


def test_a_cancelled_proposal_asks_nothing_more(admin_client):
    order = proposal(TEA=5)

    say(admin_client, order, "cancel", reason="sale is over")

    assert state_of(order) == State.CANCELLED
    assert "What happened" not in shown(admin_client, order)


def test_a_supplier_is_agreed_with_and_keeps_code_and_currency(admin_client):
    terms = {
        "name": "The mill",
        "adapter": "email",
        "address": "orders@mill.example",
        "warehouse": "MAIN",
        "lead_days": "3",
        "approve_up_to": "100",
        "is_active": "on",
    }

    new = reverse("admin:suppliers_supplier_add")
    admin_client.post(new, {**terms, "code": "mill", "currency": "GBP"}, follow=True)
    mill = Supplier.objects.get()
    assert (mill.code, mill.currency, mill.approve_up_to) == ("mill", "GBP", Decimal(100))

    answer = admin_client.post(page_of(mill), {**terms, "address": "the mill"}, follow=True)
    assert "that needs a mail address" in answer.content.decode()

    admin_client.post(page_of(mill), {**terms, "lead_days": "4"}, follow=True)
    mill.refresh_from_db()
    assert (mill.lead_days, mill.currency) == (4, "GBP")


def test_an_article_is_listed_and_preferred(admin_client):
    SupplierFactory()
    other = CatalogueItemFactory(sku="TEA", supplier__code="mill", is_preferred=True)
    terms = {
        "title": "Darjeeling",
        "cost": "2.20",
        "minimum_quantity": "1",
        "pack_size": "6",
        "order_up_to": "30",
        "preferred": "on",
    }

    new = reverse("admin:suppliers_catalogueitem_add")
    asked = {**terms, "supplier": "tea-house", "code": "T-1", "sku": "TEA"}
    admin_client.post(new, asked, follow=True)

    item = CatalogueItem.objects.get(supplier="tea-house")
    other.refresh_from_db()
    assert (item.code, item.pack_size, item.is_preferred) == ("T-1", 6, True)
    assert not other.is_preferred


def test_lead_times_are_shown_with_what_they_are_known_from(admin_client):
    order = came_after(3)
    item = CatalogueItemFactory(sku="TEA")

    for page in (shown(admin_client, order.supplier), shown(admin_client, item)):
        assert "median of 1:" in page
        assert f"{order.number}: 3 (" in page


def test_what_nobody_can_be_asked_for_is_on_a_list(admin_client):
    need = UnmetNeedFactory(sku="TEA")

    page = admin_client.get(reverse("admin:suppliers_unmetneed_changelist")).content.decode()

    assert need.reason in page
    assert UnmetNeed.objects.count() == 1
