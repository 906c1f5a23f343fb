"""Each role sees and does its own work, and nothing else."""

import pytest
from django.contrib import admin
from django.urls import reverse

from apps.inventory.models import Movement, Stock, Transfer
from apps.inventory.services import open_count
from apps.payments.models import Refund, RefundState
from shop.operations.roles import ROLES
from tests.factories.accounts import UserFactory
from tests.factories.inventory import StockFactory, WarehouseFactory
from tests.factories.notifications import MessageFactory
from tests.factories.payments import GatewayCallbackFactory, RefundFactory
from tests.factories.shipping import CourierCallbackFactory, ShipmentFactory
from tests.factories.suppliers import SupplierCallbackFactory

SEEN = {
    "support": {"orders.order", "accounts.user", "notifications.message", "payments.refund"},
    "warehouse": {"inventory.transfer", "inventory.movement", "shipping.shipment", "orders.order"},
    "finance": {"payments.payment", "payments.refund", "orders.order", "kernel.outboxcursor"},
    "merchandiser": {"catalog.product", "catalog.category", "inventory.stock"},
    "purchaser": {"suppliers.purchaseorder", "suppliers.receipt", "inventory.stock"},
}
HIDDEN = {
    "support": {"payments.gatewaycallback", "inventory.transfer", "kernel.outboxevent"},
    "warehouse": {"payments.payment", "accounts.user", "notifications.message"},
    "finance": {"accounts.user", "inventory.stock", "catalog.product"},
    "merchandiser": {"orders.order", "payments.payment", "accounts.user", "suppliers.supplier"},
    "purchaser": {"orders.order", "payments.payment", "accounts.user", "inventory.reservation"},
}


def list_of(label):
    return reverse(f"admin:{label.replace('.', '_')}_changelist")


@pytest.mark.parametrize("role", [role.name for role in ROLES])
def test_a_role_opens_the_lists_of_its_work_and_no_others(clerk, role):
    client = clerk(role)

    seen = {label: client.get(list_of(label)).status_code for label in SEEN[role]}
    hidden = {label: client.get(list_of(label)).status_code for label in HIDDEN[role]}

    assert set(seen.values()) == {200}
    assert set(hidden.values()) == {403}


@pytest.mark.parametrize("role", [role.name for role in ROLES])
def test_a_role_sees_every_list_that_its_index_names(clerk, role):
    client = clerk(role)

    desks = client.get(reverse("admin:index")).context["app_list"]
    addresses = [model["admin_url"] for desk in desks for model in desk["models"]]

    assert addresses
    assert {client.get(address).status_code for address in addresses} == {200}


def test_only_a_superuser_sees_roles_and_what_was_done_by_hand(clerk, admin_client):
    pages = [list_of("auth.group"), list_of("admin.logentry")]

    support = clerk("support")

    assert {support.get(page).status_code for page in pages} == {403}
    assert {admin_client.get(page).status_code for page in pages} == {200}


@pytest.mark.parametrize("role", ["support", "warehouse", "finance", "merchandiser", "purchaser"])
def test_whoever_may_not_change_stock_cannot_post_it_either(clerk, role):
    stock = StockFactory(on_hand=10)
    page = reverse("admin:inventory_stock_change", args=[stock.pk])

    clerk(role).post(page, {"cause": "received", "units": "5", "reason": "note 17", "key": "k1"})

    stock.refresh_from_db()
    assert stock.on_hand == (15 if role == "warehouse" else 10)


@pytest.mark.parametrize("role", ["support", "warehouse", "finance", "merchandiser", "purchaser"])
def test_only_the_warehouse_drafts_and_ships_transfers(clerk, role):
    StockFactory(sku="TEA", on_hand=10)
    WarehouseFactory(code="WEST")
    client = clerk(role)
    drafted = {"origin": "MAIN", "destination": "WEST", "units": "TEA 3", "key": "k1"}

    client.post(reverse("admin:inventory_transfer_add"), drafted)
    for transfer in Transfer.objects.all():
        client.post(
            reverse("admin:inventory_transfer_change", args=[transfer.pk]),
            {"step": "ship", "key": "k2", "lines-TOTAL_FORMS": "0", "lines-INITIAL_FORMS": "0"},
        )

    sent = Movement.objects.filter(cause="transferred", actor=f"staff:{client.user.pk}")
    assert sent.count() == (2 if role == "warehouse" else 0)


def test_units_that_arrive_are_a_line_of_the_ledger_in_the_name_of_who_counted(clerk):
    stock = StockFactory(on_hand=10)
    client = clerk("warehouse")

    client.post(
        reverse("admin:inventory_stock_change", args=[stock.pk]),
        {"cause": "adjusted", "units": "-2", "reason": "broken cups", "key": "k1"},
    )

    line = Movement.objects.order_by("-id").first()
    assert (line.cause, line.on_hand, line.reason) == ("adjusted", -2, "broken cups")
    assert line.actor == f"staff:{client.user.pk}"


def test_an_impossible_count_is_refused_with_a_sentence(clerk):
    stock = StockFactory(on_hand=1)

    answer = clerk("warehouse").post(
        reverse("admin:inventory_stock_change", args=[stock.pk]),
        {"cause": "adjusted", "units": "-2", "reason": "broken cups", "key": "k1"},
        follow=True,
    )

    assert "is impossible. Take away free units only." in answer.content.decode()
    assert Stock.objects.get().on_hand == 1


@pytest.mark.parametrize("role", ["support", "warehouse", "finance", "merchandiser", "purchaser"])
def test_only_the_warehouse_opens_and_fills_in_count_sheets(clerk, role):
    sheet = open_count(warehouse=StockFactory(sku="TEA", on_hand=10).warehouse_id)
    page = reverse("admin:inventory_countsheet_change", args=[sheet.pk])
    client = clerk(role)

    opening = client.get(reverse("admin:inventory_countsheet_add"))
    client.post(page, {"step": "enter", "counts": "TEA 9", "key": "k1"})

    assert opening.status_code == (200 if role == "warehouse" else 403)
    assert sheet.lines.get().counted == (9 if role == "warehouse" else None)


@pytest.mark.parametrize(("role", "state"), [("finance", "requested"), ("support", "refused")])
def test_only_finance_has_a_refused_refund_tried_again(clerk, role, state):
    refund = RefundFactory(state=RefundState.REFUSED, due_at=None, refusal="closed account")

    clerk(role).post(
        list_of("payments.refund"), {"action": "try_again", "_selected_action": [str(refund.pk)]}
    )

    assert Refund.objects.get(pk=refund.pk).state == state


@pytest.mark.parametrize(("role", "copies"), [("support", 1), ("finance", 0)])
def test_only_support_has_a_message_sent_again(clerk, role, copies):
    message = MessageFactory(state="sent", due_at=None, sent_at="2026-01-01T00:00:00Z")

    clerk(role).post(
        list_of("notifications.message"),
        {"action": "send_messages_again", "_selected_action": [str(message.pk)]},
    )

    message.refresh_from_db()
    assert message.copies == copies


@pytest.mark.parametrize(
    ("factory", "who"),
    [
        (GatewayCallbackFactory, "finance"),
        (CourierCallbackFactory, "warehouse"),
        (SupplierCallbackFactory, "purchaser"),
    ],
)
def test_what_a_firm_told_is_read_again_for_whoever_works_with_it(clerk, factory, who):
    asked = {}

    for role in ROLES:
        callback = factory(ignored=True)
        chosen = {"action": "read_again", "_selected_action": [str(callback.pk)]}
        clerk(role.name).post(list_of(callback._meta.label_lower), chosen)
        callback.refresh_from_db()
        asked[role.name] = callback.state

    assert [role for role, state in asked.items() if state == "received"] == [who]


def test_the_warehouse_reads_labels_but_moves_no_parcel(clerk):
    shipment = ShipmentFactory(booked=True)
    page = reverse("admin:shipping_shipment_change", args=[shipment.pk])
    client = clerk("warehouse")

    assert client.get(page).status_code == 200
    assert client.post(page, {"state": "delivered"}).status_code == 403


def test_a_shopper_finds_no_door(client, db):
    client.force_login(UserFactory())

    assert client.get(reverse("admin:index")).status_code == 302
    assert {
        client.get(list_of(model._meta.label_lower)).status_code for model in admin.site._registry
    } == {302}
