import pytest
from django.urls import reverse

from apps.inventory.models import Movement, Reservation, Stock, Unavailable, Warehouse
from apps.inventory.queries import ledger_drift
from apps.inventory.services import set_stock_aside, write_stock_off
from shop.kernel.identity import new_id
from tests.apps.inventory.story import place_order
from tests.factories.inventory import StockFactory, WarehouseFactory

NO_INLINES = {"holds-TOTAL_FORMS": 0, "holds-INITIAL_FORMS": 0}


@pytest.mark.parametrize("model", [Movement, Reservation, Stock])
def test_staff_sees_the_stock_and_changes_nothing_by_hand(model, admin_client):
    StockFactory(sku="TEA", on_hand=5)
    place_order(("TEA", 2))
    name = f"admin:inventory_{model._meta.model_name}"
    row = model.objects.first()

    listing = admin_client.get(reverse(f"{name}_changelist"), {"q": "TEA"})
    page = admin_client.get(reverse(f"{name}_change", args=[row.pk]))
    adding = admin_client.get(reverse(f"{name}_add"))

    assert (listing.status_code, page.status_code, adding.status_code) == (200, 200, 403)


def test_a_second_click_moves_no_units_and_a_second_form_does(admin_client):
    stock = StockFactory(sku="TEA", on_hand=5)
    address = reverse("admin:inventory_stock_change", args=[stock.pk])
    first, second = (admin_client.get(address).context["adminform"].form for _ in range(2))
    arrived = {"cause": "received", "units": "3", "reason": "note 17"}

    for form in (first, first, second):
        admin_client.post(address, {**arrived, "key": form["key"].value()})

    stock.refresh_from_db()
    assert stock.on_hand == 11


def test_one_form_cannot_mean_two_things(admin_client):
    stock = StockFactory(sku="TEA", on_hand=5)
    address = reverse("admin:inventory_stock_change", args=[stock.pk])
    arrived = {"cause": "received", "reason": "note 17", "key": str(new_id())}

    for units in ("3", "4"):
        page = admin_client.post(address, {**arrived, "units": units}, follow=True)

    stock.refresh_from_db()
    assert stock.on_hand == 8
    assert "was used with another body" in page.content.decode()


@pytest.mark.parametrize(
    ("cause", "balances"),
    [
        ("damaged", {"on_hand": 5, "damaged": 2}),
        ("into_control", {"on_hand": 5, "quality_control": 3}),
        ("into_safety", {"on_hand": 5, "safety_stock": 2}),
        ("passed", {"on_hand": 5, "quality_control": 0}),
        ("failed", {"on_hand": 4, "quality_control": 0}),
        ("lost", {"on_hand": 4, "quality_control": 1}),
    ],
)
def test_staff_says_what_happened_to_the_units(admin_client, cause, balances):
    stock = StockFactory(sku="TEA", on_hand=5)
    set_stock_aside(
        sku="TEA", warehouse="MAIN", quantity=1, why=Unavailable.QUALITY_CONTROL, reason="new"
    )
    address = reverse("admin:inventory_stock_change", args=[stock.pk])
    units = 2 if cause.startswith("into") or cause == "damaged" else 1

    admin_client.post(address, {"cause": cause, "units": units, "reason": "seen", "key": "k1"})

    stock.refresh_from_db()
    assert {name: getattr(stock, name) for name in balances} == balances
    assert ledger_drift() == []


def test_the_ledger_says_in_words_what_changed(admin_client):
    StockFactory(sku="TEA", on_hand=5)
    write_stock_off(sku="TEA", warehouse="MAIN", quantity=2, reason="fire")

    page = admin_client.get(reverse("admin:inventory_movement_changelist")).content.decode()

    assert "-2 on hand" in page
    assert "Written off" in page


def test_a_warehouse_is_opened_where_it_is(admin_client):
    said = {"code": "WEST", "name": "Porto", "country": "PT", "postal_code": "4100"}

    admin_client.post(reverse("admin:inventory_warehouse_add"), said)

    assert Warehouse.objects.filter(**said).exists()


def test_a_warehouse_moves_and_keeps_its_code(admin_client):
    WarehouseFactory(code="WEST")
    page = reverse("admin:inventory_warehouse_change", args=["WEST"])
    said = {"name": "Braga", "country": "PT", "postal_code": "4700"}

    admin_client.post(page, {**said, "code": "EAST"})

    assert Warehouse.objects.filter(code="WEST", **said).exists()
    assert not Warehouse.objects.filter(code="EAST").exists()


def test_a_country_that_nobody_knows_is_refused(admin_client):
    said = {"code": "WEST", "name": "Porto", "country": "P1"}

    page = admin_client.post(reverse("admin:inventory_warehouse_add"), said)

    assert "A country is written as ISO 3166-1 alpha-2, like DE." in page.content.decode()
    assert not Warehouse.objects.exists()


def test_a_warehouse_is_never_removed(admin_client):
    WarehouseFactory(code="WEST")

    page = admin_client.get(reverse("admin:inventory_warehouse_delete", args=["WEST"]))

    assert page.status_code == 403


def test_staff_release_a_hold_on_its_page_and_say_why(admin_client):
    StockFactory(sku="TEA", on_hand=5)
    place_order(("TEA", 2))
    address = reverse("admin:inventory_reservation_change", args=[Reservation.objects.get().pk])

    for _ in range(2):
        page = admin_client.post(address, {"reason": "a reseller", **NO_INLINES}, follow=True)

    assert Movement.objects.latest("id").reason == "a reseller"
    assert Stock.objects.get().reserved == 0
    assert "only units of a buyer who has not paid" in page.content.decode()
