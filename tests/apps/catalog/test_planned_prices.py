"""Prices that are planned for a time, from the plan to the page and the till."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test.utils import CaptureQueriesContext

from apps.catalog.models import Listing, PlannedPrice, Variant
from apps.catalog.queries import (
    ListingSearch,
    Sort,
    edition_of,
    edition_of_lists,
    find_listings,
    list_listings,
    listing_by_handle,
)
from apps.catalog.queries.listings.turning import turn_listings
from apps.catalog.services import (
    cancel_planned_price,
    change_price,
    create_product,
    plan_prices,
    publish_product,
    revise_product,
    withdraw_product,
)
from apps.orders.queries import cart_of
from apps.orders.services import add_to_cart
from shop.events.base import Money
from shop.events.catalog import PlannedPrice as Planned
from shop.events.catalog import ProductPricesPlanned
from shop.kernel import clock
from shop.kernel.errors import DomainError, InvalidInput, NotFound
from shop.kernel.identity import new_id
from tests.apps.catalog.goods import SMALL, TEA, published_tea
from tests.factories.catalog import PlannedPriceFactory, VariantFactory

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def friday():
    return clock.now() + 3 * DAY


def plan(price, starts, ends, *, sku="TEA-100"):
    (planned,) = plan_prices(prices={sku: price}, starts=starts, ends=ends)
    return planned


def page_price(sku="TEA-100"):
    page = listing_by_handle("darjeeling")
    return next(str(each.price.amount) for each in page.choices if each.sku == sku)


def till_price(sku="TEA-100"):
    buyer = new_id()
    add_to_cart(customer_id=buyer, sku=sku, quantity=1)
    return str(cart_of(buyer).lines[0].unit_price.amount)


def prices_at(*moments):
    """What page, list and till say at each of them; they are never of different minds."""
    found = []
    for moment in moments:
        with clock.travelled_to(moment):
            listed = list_listings(ListingSearch()).items[0].price_from.amount
            assert page_price() == till_price() == str(listed)
            found.append(page_price())
    return found


def test_page_list_and_till_turn_in_the_same_second_and_nothing_has_to_happen(deliver, friday):
    published_tea()
    deliver()

    plan("3.60", friday, friday + DAY)
    deliver()

    second = timedelta(seconds=1)
    moments = [friday - second, friday, friday + DAY - second, friday + DAY]
    assert prices_at(*moments) == ["4.50", "3.60", "3.60", "4.50"]


def test_what_was_asked_before_a_price_turns_is_known_to_be_old(deliver, friday):
    published_tea()
    plan("3.60", friday, friday + DAY)
    deliver()
    before = edition_of_lists(), edition_of("darjeeling")

    with clock.travelled_to(friday):
        of_lists = edition_of_lists()
        of_product = edition_of("darjeeling")

        assert of_lists != before[0]
        assert of_product != before[1]
        assert (edition_of_lists(), edition_of("darjeeling")) == (of_lists, of_product)


def test_lists_are_sorted_and_narrowed_by_the_price_that_counts(deliver, friday):
    published_tea()
    cups = create_product(draft=_other("cup", "CUP-1", Decimal("4.00")))
    publish_product(product_id=cups.id)
    plan("3.60", friday, friday + DAY)
    deliver()

    with clock.travelled_to(friday):
        edition_of_lists()
        sorted_ones = list_listings(ListingSearch(sort=Sort.PRICE_UP)).items
        cheap = find_listings(ListingSearch(price_to=Decimal("3.80"))).items

    assert [each.handle for each in sorted_ones] == ["darjeeling", "cup"]
    assert [each.handle for each in cheap] == ["darjeeling"]


def _other(handle, sku, price):
    return replace(
        TEA,
        handle=handle,
        title=handle,
        option_names=(),
        variants=(replace(SMALL, sku=sku, option_values=(), price=price),),
    )


def test_a_reduced_price_stands_beside_the_one_that_it_replaces(deliver, friday):
    published_tea()
    plan("3.60", friday, friday + DAY)
    plan("6.00", friday + DAY, friday + 2 * DAY)
    deliver()

    shown = []
    for moment in (friday, friday + DAY, friday + 2 * DAY):
        with clock.travelled_to(moment):
            choice = listing_by_handle("darjeeling").choices[0]
            shown.append(choice.former_price and str(choice.former_price.amount))

    assert shown == ["4.50", None, None]


def test_a_price_that_is_planned_for_now_counts_at_once(deliver):
    published_tea()
    plan("3.60", None, clock.now() + DAY)
    deliver()

    assert page_price() == till_price() == "3.60"


@pytest.mark.parametrize("words", ["-20%", "- 20 %", "\u221220.00%"])
def test_a_price_may_be_planned_as_so_much_less(words, friday):
    published_tea()

    assert plan(words, friday, friday + DAY).price == Decimal("3.60")


def test_the_others_learn_of_every_plan_with_its_time(published, friday):
    product = published_tea()

    plan("3.60", friday, friday + DAY)
    plan("3.00", friday + DAY, friday + 2 * DAY)

    told = published(ProductPricesPlanned)[-1]
    assert (told.product_id, told.sku) == (product.id, "TEA-100")
    assert told.planned == (
        Planned(price=_euros("3.60"), starts=friday, ends=friday + DAY),
        Planned(price=_euros("3.00"), starts=friday + DAY, ends=friday + 2 * DAY),
    )


def _euros(amount):
    return Money(amount=Decimal(amount), currency="EUR")


def test_two_prices_are_never_planned_for_the_same_time(friday):
    published_tea()
    plan("3.60", friday, friday + 2 * DAY)

    with pytest.raises(DomainError, match="Another price of TEA-100 is planned from"):
        plan("3.00", friday + DAY, friday + 3 * DAY)

    plan("3.00", friday + 2 * DAY, friday + 3 * DAY)
    plan("8.00", friday, friday + DAY, sku="TEA-250")


def test_the_database_refuses_two_plans_for_the_same_time(friday):
    planned = PlannedPriceFactory(during=DateTimeTZRange(friday, friday + DAY))

    with pytest.raises(IntegrityError, match="planned_price_one_at_a_time"), transaction.atomic():
        PlannedPriceFactory(variant=planned.variant, during=planned.during)
    with pytest.raises(IntegrityError, match="begins_and_ends"), transaction.atomic():
        PlannedPriceFactory(during=DateTimeTZRange(friday, None))
    with pytest.raises(IntegrityError, match="begins_and_ends"), transaction.atomic():
        PlannedPriceFactory(during=DateTimeTZRange(friday, friday))


def test_of_several_plans_all_are_made_or_none(friday):
    published_tea()
    plan("8.00", friday, friday + DAY, sku="TEA-250")

    with pytest.raises(DomainError, match="Another price of TEA-250"):
        plan_prices(
            prices={"TEA-100": "3", "TEA-250": "7"},
            starts=friday,
            ends=friday + DAY,
        )

    assert PlannedPrice.objects.count() == 1


@pytest.mark.parametrize(
    ("starts", "ends", "price", "sentence"),
    [
        (-1, 1, "3", "begins in the future"),
        (2, 1, "3", "ends after it begins"),
        (1, 1, "3", "ends after it begins"),
        (1, 2, "0", "TEA-100: A price lies above 0"),
        (1, 2, "3.005", "TEA-100: 3.005 has more decimals"),
        (1, 2, "cheap", 'TEA-100: "cheap" is no price: write it like 3.60 or -20%'),
        (1, 2, "-100%", 'TEA-100: "-100%" is no price'),
    ],
)
def test_what_cannot_be_planned_is_refused_in_a_sentence(starts, ends, price, sentence):
    published_tea()
    now = clock.now()

    with pytest.raises(InvalidInput, match=sentence):
        plan(price, now + starts * DAY, now + ends * DAY)

    assert not PlannedPrice.objects.exists()


def test_no_price_is_planned_for_an_unknown_stock_code(friday):
    with pytest.raises(NotFound, match="stock code TEA-404"):
        plan("3", friday, friday + DAY, sku="TEA-404")


def test_a_plan_that_is_cancelled_in_time_never_counts(deliver, friday):
    published_tea()
    planned = plan("3.60", friday, friday + DAY)

    cancel_planned_price(plan_id=planned.id)
    deliver()

    assert prices_at(friday) == ["4.50"]
    with pytest.raises(NotFound, match="perhaps somebody cancelled it"):
        cancel_planned_price(plan_id=planned.id)


def test_a_price_that_counts_already_ends_when_it_is_cancelled_and_stays_on_record(deliver, friday):
    published_tea()
    planned = plan("3.60", friday, friday + 2 * DAY)
    deliver()

    with clock.travelled_to(friday + DAY):
        cancel_planned_price(plan_id=planned.id)
        deliver()
        with pytest.raises(DomainError, match="is over: it stays as a record"):
            cancel_planned_price(plan_id=planned.id)

    ran = PlannedPrice.objects.get().during
    assert friday + DAY <= ran.upper < friday + 2 * DAY
    assert prices_at(friday + DAY + timedelta(minutes=1)) == ["4.50"]


def test_a_plan_outlives_a_withdrawal_but_nothing_is_sold_meanwhile(deliver, friday):
    product = published_tea()
    plan("3.60", friday, friday + 3 * DAY)
    with clock.travelled_to(friday + DAY):
        withdraw_product(product_id=product.id)
        deliver()
        assert listing_by_handle("darjeeling") is None

    with clock.travelled_to(friday + 2 * DAY):
        publish_product(product_id=product.id)
        deliver()

    assert prices_at(friday + 2 * DAY + timedelta(minutes=1), friday + 3 * DAY) == ["3.60", "4.50"]


def test_a_plan_made_for_a_draft_counts_when_it_is_for_sale(deliver, published, friday):
    product = create_product(draft=TEA)
    plan("3.60", friday, friday + DAY)
    assert not published(ProductPricesPlanned)

    publish_product(product_id=product.id)
    deliver()

    assert prices_at(friday) == ["3.60"]


def test_plans_go_with_their_variant(deliver, friday):
    product = published_tea()
    plan("8.00", friday, friday + DAY, sku="TEA-250")

    revise_product(product_id=product.id, draft=replace(TEA, variants=(SMALL,)))
    revise_product(product_id=product.id, draft=TEA)
    deliver()

    assert not PlannedPrice.objects.exists()
    with clock.travelled_to(friday):
        assert page_price("TEA-250") == till_price("TEA-250") == "9.90"


def test_a_buyer_sees_that_a_price_has_turned_since_his_cart_was_filled(friday):
    published_tea()
    plan("3.60", friday, friday + DAY)
    buyer = new_id()
    add_to_cart(customer_id=buyer, sku="TEA-100", quantity=1)

    with clock.travelled_to(friday):
        (line,) = cart_of(buyer).lines

    assert line.price_changed
    assert (line.seen_price, line.unit_price) == (_euros("4.50"), _euros("3.60"))


def test_many_prices_that_turn_at_once_turn_some_at_a_time(deliver, friday, monkeypatch):
    monkeypatch.setattr("apps.catalog.queries.listings.turning.TURNED_AT_ONCE", 2)
    variants = [VariantFactory() for _ in range(5)]
    for variant in variants:
        publish_product(product_id=variant.product_id)
    codes = {variant.stock_code: "9" for variant in variants}
    plan_prices(prices=codes, starts=friday, ends=friday + DAY)
    deliver()

    with clock.travelled_to(friday):
        editions = [edition_of_lists() for _ in range(4)]

    assert len(set(editions)) == 3
    assert not Listing.objects.exclude(price_from=9).exists()


def test_whoever_waited_while_another_turned_the_prices_turns_none_again(deliver, friday):
    published_tea()
    plan("3.60", friday, friday + DAY)
    deliver()
    due = list(Listing.objects.values_list("product_id", flat=True))

    with clock.travelled_to(friday):
        turn_listings(due)
        with CaptureQueriesContext(connection) as asked:
            turn_listings(due)

        assert page_price() == "3.60"
    assert not any("INSERT INTO catalog_listing" in query["sql"] for query in asked)


def test_a_former_price_that_changes_alone_is_shown(deliver):
    published_tea()
    deliver()

    change_price(stock_code="TEA-100", price=Decimal("4.50"), compare_at_price=Decimal(6))
    deliver()

    assert listing_by_handle("darjeeling").choices[0].former_price == _euros("6.00")
    assert Variant.objects.get(sku="TEA-100").price == Decimal("4.50")
