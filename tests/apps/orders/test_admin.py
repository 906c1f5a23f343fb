"""Staff says what taxes and parcels cost; what orders were told stays in the books."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.auth import get_user_model
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.urls import reverse

from apps.orders.models import (
    Promotion,
    ShippingRate,
    ShippingZone,
    TaxPolicy,
    TaxRate,
    Voucher,
)
from apps.orders.services import set_shipping_rate, set_shipping_zone, set_tax_rate
from shop.events.base import Money
from shop.kernel import clock
from tests.factories.orders import OfferFactory, PromotionFactory

STANDARD = {"method": "standard", "title": "Parcel", "currency": "EUR", "tax_class": "standard"}


@pytest.fixture
def staff(client, db):
    client.force_login(get_user_model().objects.create_superuser("boss@example.com", "-"))
    return client


def add(staff, model: str, **words: str):
    return staff.post(reverse(f"admin:orders_{model}_add"), words)


def test_a_new_tax_rate_follows_the_one_that_ran(staff):
    set_tax_rate(country="DE", tax_class="standard", rate=Decimal("0.16"))

    answer = add(staff, "taxrate", country="DE", tax_class="standard", percent="19")

    assert answer.status_code == 302
    before, now = TaxRate.objects.order_by("rate")
    assert (before.rate, now.rate) == (Decimal("0.16"), Decimal("0.19"))
    assert before.valid_during.upper == now.valid_during.lower
    assert now.valid_during.upper is None


def test_a_rate_is_looked_at_never_changed(staff):
    rate = set_tax_rate(country="DE", tax_class="standard", rate=Decimal("0.19"))
    address = reverse("admin:orders_taxrate_change", args=[rate.pk])

    assert "19" in staff.get(address).content.decode()
    assert staff.post(address, {"percent": "7"}).status_code == 403


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            {"country": "de", "percent": "19"},
            "A country is written as ISO 3166-1 alpha-2, like DE.",
        ),
        ({"country": "DE", "percent": "100"}, "A tax rate is a share"),
        ({"country": "DE", "percent": "-1"}, "A tax rate is a share"),
    ],
)
def test_a_tax_rate_that_cannot_be_is_refused_and_what_was_typed_stays(staff, words, sentence):
    answer = add(staff, "taxrate", tax_class="of our own", **words)

    page = answer.content.decode()
    assert sentence in page
    assert 'value="of our own"' in page
    assert not TaxRate.objects.exists()


def test_a_zone_takes_its_countries_from_others(staff):
    add(staff, "shippingzone", name="near", countries="DE AT")
    add(staff, "shippingzone", name="alps", countries="AT, ch")
    add(staff, "shippingzone", name="far", countries="")

    zones = {zone.name: zone for zone in ShippingZone.objects.all()}
    countries = {
        name: {each.country for each in zone.countries.all()} for name, zone in zones.items()
    }
    assert countries == {"near": {"DE"}, "alps": {"AT", "CH"}, "far": set()}
    assert [name for name, zone in zones.items() if zone.is_default] == ["far"]


def test_countries_are_changed_on_the_page_of_the_zone(staff):
    zone = set_shipping_zone(name="near", countries=["DE", "AT"])
    address = reverse("admin:orders_shippingzone_change", args=[zone.pk])
    no_rates = {"rates-TOTAL_FORMS": "0", "rates-INITIAL_FORMS": "0"}

    assert 'value="AT DE"' in staff.get(address).content.decode()
    staff.post(address, {"countries": "DE FR", **no_rates})

    assert {each.country for each in zone.countries.all()} == {"DE", "FR"}


def test_two_zones_for_all_others_are_one_too_many(staff):
    set_shipping_zone(name="far", countries=[])

    answer = add(staff, "shippingzone", name="farther", countries="")

    assert "The zone far is for all other countries" in answer.content.decode()
    assert ShippingZone.objects.count() == 1


def test_a_new_rate_ends_the_one_before(staff):
    zone = set_shipping_zone(name="near", countries=["DE"])
    amount = Money(amount=Decimal("4.90"), currency="EUR")
    set_shipping_rate(zone="near", method="standard", title="Parcel", amount=amount)

    add(staff, "shippingrate", zone=str(zone.pk), amount="5.90", free_from="60", **STANDARD)

    before, now = ShippingRate.objects.order_by("amount")
    assert before.ended_at is not None
    assert (now.amount, now.free_from, now.ended_at) == (Decimal("5.90"), 60, None)


@pytest.mark.parametrize("cost", [{"amount": "-1"}, {"amount": "4.905"}])
def test_a_parcel_costs_what_can_be_paid(staff, cost):
    zone = set_shipping_zone(name="near", countries=["DE"])

    answer = add(staff, "shippingrate", zone=str(zone.pk), **STANDARD, **cost)

    assert "A parcel costs whole minor units of EUR, or nothing." in answer.content.decode()
    assert not ShippingRate.objects.exists()


PROMOTION = {
    "name": "Autumn",
    "kind": "percentage",
    "percent_off": "10",
    "skus": "TEA-1, TEA-2",
    "countries": "de",
    "priority": "0",
    "stacks": "on",
    "ends_0": "2027-01-01",
    "ends_1": "00:00",
}


def test_a_promotion_is_started_and_ended(staff):
    page = staff.post("/admin/orders/promotion/add/", PROMOTION)
    promotion = Promotion.objects.get()
    ended = staff.post(
        "/admin/orders/promotion/",
        {"action": "end_promotions", "_selected_action": [promotion.pk]},
        follow=True,
    )

    assert page.status_code == 302
    assert (promotion.percent, promotion.skus, promotion.countries) == (
        Decimal("0.10"),
        ["TEA-1", "TEA-2"],
        ["DE"],
    )
    assert promotion.stacks
    assert "Autumn has ended." in ended.content.decode()
    promotion.refresh_from_db()
    assert promotion.valid_during.upper <= clock.now()


def test_what_no_promotion_can_say_is_shown_again(staff):
    page = staff.post("/admin/orders/promotion/add/", {**PROMOTION, "amount": "5"})

    assert "A percentage is a share like 0.10, 1 at most, and nothing else." in (
        page.content.decode().replace("&#x27;", "'")
    )
    assert not Promotion.objects.exists()


def test_a_voucher_is_made_with_its_slots(staff):
    promotion = PromotionFactory(needs_voucher=True)
    said = {"code": "autumn-10", "promotion": promotion.pk, "slots": "3"}

    page = staff.post("/admin/orders/voucher/add/", said)

    voucher = Voucher.objects.get()
    assert page.status_code == 302
    assert (voucher.code, voucher.uses.count()) == ("AUTUMN-10", 3)
    listed = staff.get("/admin/orders/voucher/").content.decode()
    assert "AUTUMN-10" in listed


def test_how_a_country_takes_tax_is_said_and_changed(staff):
    said = {"country": "US", "rounding": "total"}
    staff.post("/admin/orders/taxpolicy/add/", said)
    staff.post("/admin/orders/taxpolicy/US/change/", {**said, "rounding": "line"})

    policy = TaxPolicy.objects.get()
    assert (policy.prices_include_tax, policy.rounding) == (False, "line")


def test_what_a_sku_cost_is_read_from_the_newest_price_on(staff):
    begin = clock.now() - timedelta(days=2)
    OfferFactory(sku="TEA-1", price=Decimal("4.50"), valid_during=DateTimeTZRange(None, begin))
    OfferFactory(sku="TEA-1", price=Decimal("4.90"), valid_during=DateTimeTZRange(begin, None))

    page = staff.get("/admin/orders/offer/?q=TEA-1").content.decode()

    assert 0 < page.index("4.90") < page.index("4.50")
