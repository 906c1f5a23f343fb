from decimal import Decimal

import pytest
from django.db import IntegrityError
from django.db.transaction import atomic

from apps.orders.models import Order, ShippingRate, ShippingZone
from apps.orders.queries import quote
from apps.orders.services import (
    WantedLine,
    add_to_cart,
    check_out,
    place_order,
    set_shipping_rate,
    set_shipping_zone,
)
from shop.events.base import Money
from shop.events.orders import OrderPendingPayment, OrderPlaced
from shop.kernel.errors import InvalidInput, NotFound
from shop.kernel.identity import new_id
from tests.apps.orders.conftest import ADDRESS
from tests.factories.orders import (
    ShippingRateFactory,
    ShippingZoneFactory,
    TaxRateFactory,
    ZoneCountryFactory,
)

ADA = new_id()


def euros(amount: str) -> Money:
    return Money(amount=Decimal(amount), currency="EUR")


@pytest.fixture
def sent_to_britain(db) -> None:
    """Britain is near: 4.90 or free from 50 on, express 12.90; elsewhere it is 9.90."""
    set_shipping_zone(name="near", countries=["GB"])
    set_shipping_zone(name="far", countries=[])
    for zone, method, amount, free_from in (
        ("near", "standard", "4.90", Decimal(50)),
        ("near", "express", "12.90", None),
        ("far", "standard", "9.90", None),
    ):
        set_shipping_rate(
            zone=zone, method=method, title=method, amount=euros(amount), free_from=free_from
        )


def place(quantity: int = 1, **options):
    return place_order(
        customer_id=ADA,
        lines=[WantedLine("TEA-1", quantity)],
        delivery_address=ADDRESS,
        **options,
    ).order


def test_an_order_is_sent_in_the_usual_way_and_the_total_includes_it(
    stocked, sent_to_britain, published
):
    stocked("TEA-1", units=5, price="12.50")
    rate = TaxRateFactory(country="GB", tax_class="standard", rate=Decimal("0.20"))

    placed = place()

    order = Order.objects.get(pk=placed.pk)
    assert (order.total, order.shipping_total) == (Decimal("17.40"), Decimal("4.90"))
    assert (order.shipping_method, order.shipping_tax) == ("standard", Decimal("0.82"))
    assert order.shipping_rate_id == ShippingRate.objects.get(amount=Decimal("4.90")).pk
    assert order.shipping_tax_rate_id == rate.pk
    assert order.tax_total == Decimal("0.82")
    assert published(OrderPlaced)[0].shipping == euros("4.90")
    assert published(OrderPendingPayment)[0].total == euros("17.40")


def test_a_faster_way_costs_more(stocked, sent_to_britain):
    stocked("TEA-1", units=5, price="12.50")

    assert place(shipping_method="express").total == Decimal("25.40")


def test_much_is_sent_for_nothing(stocked, sent_to_britain):
    stocked("TEA-1", units=5, price="12.50")

    order = place(4)

    assert (order.total, order.shipping_total) == (Decimal("50.00"), 0)
    assert order.shipping_method == "standard"


def test_other_countries_are_in_the_default_zone(stocked, sent_to_britain):
    stocked("TEA-1", units=5, price="12.50")
    add_to_cart(customer_id=ADA, sku="TEA-1", quantity=1)

    assert quote(ADA, country="JP").total == euros("22.40")


def test_a_way_that_there_is_not_is_refused(stocked, sent_to_britain):
    stocked("TEA-1", units=5)

    with pytest.raises(InvalidInput, match="by pigeon"):
        place(shipping_method="pigeon")


def test_a_quote_shows_every_way_and_is_what_is_charged(stocked, sent_to_britain):
    stocked("TEA-1", units=5, price="12.50")
    add_to_cart(customer_id=ADA, sku="TEA-1", quantity=1)

    quoted = quote(ADA, country="GB", shipping_method="express")
    placed = check_out(
        customer_id=ADA,
        delivery_address=ADDRESS,
        shipping_method="express",
        accepted_total=quoted.total.amount,
    )

    assert [(option.method, option.amount) for option in quoted.options] == [
        ("standard", euros("4.90")),
        ("express", euros("12.90")),
    ]
    assert quoted.shipping == quoted.options[1]
    assert placed.order.total == quoted.total.amount


def test_a_new_rate_follows_the_old_one_and_the_same_one_goes_on(sent_to_britain):
    for amount in ("5.90", "5.90"):
        set_shipping_rate(zone="near", method="standard", title="standard", amount=euros(amount))

    rates = ShippingRate.objects.filter(zone__name="near", method="standard").order_by("id")
    assert [(rate.amount, rate.ended_at is None) for rate in rates] == [
        (Decimal("4.90"), False),
        (Decimal("5.90"), True),
    ]


def test_a_country_moves_to_another_zone(sent_to_britain):
    set_shipping_zone(name="island", countries=["GB", "IE"])

    zones = ShippingZone.objects.order_by("name").values_list("name", "countries__country")
    assert list(zones) == [("far", None), ("island", "GB"), ("island", "IE"), ("near", None)]


def test_a_rate_needs_a_zone_and_a_method(sent_to_britain):
    with pytest.raises(NotFound, match="no shipping zone moon"):
        set_shipping_rate(zone="moon", method="standard", title="", amount=euros("1"))
    with pytest.raises(InvalidInput, match="standard or express"):
        set_shipping_rate(zone="near", method="pigeon", title="", amount=euros("1"))


def test_the_database_refuses_two_rates_two_defaults_and_two_zones_of_a_country(db):
    rate = ShippingRateFactory(zone__is_default=True)
    country = ZoneCountryFactory()

    for make, constraint in (
        (lambda: ShippingRateFactory(zone=rate.zone), "shipping_rate_once"),
        (lambda: ShippingZoneFactory(is_default=True), "shipping_default_once"),
        (lambda: type(country).objects.create(country="DE", zone=rate.zone), "zonecountry_pkey"),
    ):
        with pytest.raises(IntegrityError, match=constraint), atomic():
            make()


def test_a_rate_of_another_currency_is_not_offered_and_nothing_is_sent_for_nothing(stocked):
    stocked("TEA-1", units=5)
    ShippingRateFactory(zone__is_default=True, currency="USD")

    with pytest.raises(InvalidInput, match="EUR are not sent to GB"):
        place_order(
            customer_id=new_id(),
            lines=[WantedLine("TEA-1", 1)],
            delivery_address=ADDRESS,
        )
