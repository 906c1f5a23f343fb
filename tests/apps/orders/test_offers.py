from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from apps.orders.models import Offer, PriceKind
from apps.orders.queries import cart_of
from apps.orders.rules import UnknownGoods
from apps.orders.services import (
    WantedLine,
    add_to_cart,
    change_offer_price,
    place_order,
    plan_prices,
    withdraw_offers,
    write_offers,
)
from shop.events.base import Money
from shop.events.catalog import PlannedPrice, PublishedVariant
from shop.kernel import clock
from shop.kernel.identity import new_id
from tests.apps.orders.conftest import ADDRESS
from tests.factories.orders import OfferFactory

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
LATER, LATEST = NOON + timedelta(days=999), NOON + timedelta(days=1000)


def euros(amount: str) -> Money:
    return Money(amount=Decimal(amount), currency="EUR")


def variant(sku: str, price: str = "3.00", **facts: str) -> PublishedVariant:
    told = {"title": "Tea", "tax_class": "reduced", **facts}
    return PublishedVariant(sku=sku, price=euros(price), weight_grams=250, **told)


def planned(price: str, starts: datetime, ends: datetime) -> PlannedPrice:
    return PlannedPrice(price=euros(price), starts=starts, ends=ends)


def price_at(moment: datetime, sku: str = "TEA-1") -> Decimal:
    customer = new_id()
    with clock.travelled_to(moment):
        add_to_cart(customer_id=customer, sku=sku, quantity=1)
        return cart_of(customer).lines[0].unit_price.amount


def test_publishing_again_ends_the_offers_of_variants_that_are_gone(db):
    product_id = new_id()
    OfferFactory(sku="TEA-OLD", product_id=product_id)

    write_offers(product_id=product_id, variants=[variant("TEA-NEW")])

    assert dict(Offer.objects.values_list("sku", "sellable")) == {"TEA-OLD": False, "TEA-NEW": True}


def test_publishing_the_same_again_leaves_one_price(db):
    product_id = new_id()

    for title in ("Tea", "Fine tea"):
        write_offers(product_id=product_id, variants=[variant("TEA-1", title=title)])

    assert Offer.objects.get().title == "Fine tea"


def test_a_price_that_is_published_before_the_last_change_is_valid_at_once(db):
    product_id = new_id()
    write_offers(product_id=product_id, variants=[variant("TEA-1", "3.00")])
    with clock.travelled_to(NOON):
        write_offers(product_id=product_id, variants=[variant("TEA-1", "3.10")])

    with clock.travelled_to(NOON - HOUR):
        write_offers(product_id=product_id, variants=[variant("TEA-1", "3.20")])

    assert price_at(NOON + HOUR) == Decimal("3.20")


@pytest.mark.parametrize("by", ["publishing again", "changing the price"])
def test_a_new_price_follows_the_old_one_without_a_gap(db, by):
    product_id = new_id()
    write_offers(product_id=product_id, variants=[variant("TEA-1", "3.00"), variant("CUP-1")])

    with clock.travelled_to(NOON):
        if by == "publishing again":
            again = [variant("TEA-1", "3.50"), variant("CUP-1")]
            write_offers(product_id=product_id, variants=again)
        else:
            change_offer_price(sku="TEA-1", price=euros("3.50"))

    old, new = Offer.objects.filter(sku="TEA-1").order_by("valid_during")
    assert (old.valid_during.lower, new.valid_during.upper) == (None, None)
    assert old.valid_during.upper == new.valid_during.lower
    assert price_at(NOON - HOUR) == Decimal("3.00")
    assert price_at(NOON + HOUR) == Decimal("3.50")
    assert Offer.objects.filter(sku="CUP-1").count() == 1


def test_naming_the_same_price_changes_nothing(db):
    OfferFactory(sku="TEA-1", price=Decimal("3.00"))

    change_offer_price(sku="TEA-1", price=euros("3.00"))

    assert Offer.objects.count() == 1


def test_prices_that_change_at_the_same_moment_end_with_the_last_one(db):
    OfferFactory(sku="TEA-1", price=Decimal("3.00"))

    with clock.travelled_to(NOON):
        for amount in ("3.10", "3.20", "3.30"):
            change_offer_price(sku="TEA-1", price=euros(amount))

    assert price_at(NOON + HOUR) == Decimal("3.30")


def test_a_price_that_changes_before_the_last_change_is_valid_at_once(db):
    OfferFactory(sku="TEA-1", price=Decimal("3.00"))
    with clock.travelled_to(NOON):
        change_offer_price(sku="TEA-1", price=euros("3.10"))

    with clock.travelled_to(NOON - HOUR):
        change_offer_price(sku="TEA-1", price=euros("3.20"))

    assert price_at(NOON + HOUR) == Decimal("3.20")


def test_a_planned_price_counts_during_its_time_only(db):
    OfferFactory(sku="TEA-1", price=Decimal("3.00"))

    plan_prices(sku="TEA-1", planned=[planned("2.00", NOON, NOON + HOUR)], since=NOON - HOUR)

    assert price_at(NOON - HOUR) == Decimal("3.00")
    assert price_at(NOON) == Decimal("2.00")
    assert price_at(NOON + HOUR) == Decimal("3.00")


def test_a_listed_price_that_changes_leaves_the_planned_one(stocked):
    stocked("TEA-1", units=5, price="3.00")
    plan_prices(sku="TEA-1", planned=[planned("2.00", NOON, NOON + HOUR)], since=NOON - HOUR)
    change_offer_price(sku="TEA-1", price=euros("4.00"))

    with clock.travelled_to(NOON):
        placed = place_order(
            customer_id=new_id(), lines=[WantedLine("TEA-1", 1)], delivery_address=ADDRESS
        )

    assert placed.order.total == Decimal("2.00")
    assert price_at(NOON + 2 * HOUR) == Decimal("3.00")
    assert price_at(clock.now()) == Decimal("4.00")


def test_a_plan_replaces_what_was_planned_and_leaves_what_is_over(db):
    OfferFactory(sku="TEA-1", price=Decimal("3.00"))
    over = planned("1.00", NOON - 3 * HOUR, NOON - HOUR)
    plan_prices(
        sku="TEA-1",
        planned=[over, planned("2.00", NOON - HOUR, NOON + HOUR), planned("9.00", LATER, LATEST)],
        since=NOON - 4 * HOUR,
    )

    plan_prices(sku="TEA-1", planned=[planned("2.50", LATER, LATEST)], since=NOON)

    moments = [NOON - 2 * HOUR, NOON - HOUR, NOON, LATER]
    assert [str(price_at(moment)) for moment in moments] == ["1.00", "2.00", "3.00", "2.50"]


def test_what_is_no_longer_for_sale_has_no_planned_price(db):
    product_id = new_id()
    write_offers(product_id=product_id, variants=[variant("TEA-1"), variant("TEA-2")])
    for sku in ("TEA-1", "TEA-2"):
        plan_prices(sku=sku, planned=[planned("2.00", LATER, LATEST)], since=clock.now())

    write_offers(product_id=product_id, variants=[variant("TEA-1")])
    withdraw_offers(product_id=product_id)
    assert not Offer.objects.filter(sellable=True).exists()
    write_offers(product_id=product_id, variants=[variant("TEA-1"), variant("TEA-2")])

    assert [price_at(LATER, sku) for sku in ("TEA-1", "TEA-2")] == [Decimal("3.00")] * 2


def test_a_running_price_ends_when_its_goods_are_withdrawn(db):
    product_id = new_id()
    write_offers(product_id=product_id, variants=[variant("TEA-1")])
    plan_prices(sku="TEA-1", planned=[planned("2.00", NOON, LATEST)], since=NOON)

    with clock.travelled_to(LATER):
        withdraw_offers(product_id=product_id)

    ran = Offer.objects.get(kind=PriceKind.PLANNED).valid_during
    assert ran.lower == NOON
    assert LATER <= ran.upper < LATEST


def test_a_running_price_that_is_told_again_goes_on(db):
    OfferFactory(sku="TEA-1", price=Decimal("3.00"))
    running = planned("2.00", NOON, NOON + 3 * HOUR)
    plan_prices(sku="TEA-1", planned=[running], since=NOON)

    plan_prices(sku="TEA-1", planned=[running], since=NOON + HOUR)

    moments = [NOON, NOON + HOUR, NOON + 2 * HOUR, NOON + 3 * HOUR]
    assert [str(price_at(moment)) for moment in moments] == ["2.00", "2.00", "2.00", "3.00"]


def test_no_price_is_planned_for_what_nobody_sells(db):
    with pytest.raises(UnknownGoods):
        plan_prices(sku="CUP-404", planned=[planned("1.00", NOON, LATER)], since=NOON)


def test_the_database_refuses_two_prices_at_once(db):
    OfferFactory(sku="TEA-1", valid_during=DateTimeTZRange(None, NOON))
    OfferFactory(sku="TEA-1", valid_during=DateTimeTZRange(NOON, None))

    with pytest.raises(IntegrityError, match="offer_one_at_a_time"), transaction.atomic():
        OfferFactory(sku="TEA-1", valid_during=DateTimeTZRange(NOON - HOUR, NOON + HOUR))

    OfferFactory(sku="TEA-1", kind=PriceKind.PLANNED)
