"""Next to a reduced price: the lowest of the 30 days before the reduction."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from apps.catalog.queries import listing_by_handle
from apps.catalog.services import change_price, plan_prices, publish_product, withdraw_product
from shop.kernel import clock
from tests.apps.catalog.goods import published_tea
from tests.factories.catalog import ListedPriceFactory

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def begin(deliver):
    """The tea is for sale from now on for 4.50, as everybody has heard."""
    published_tea()
    deliver()
    return clock.now()


def on(moment, price=None, *, former=None, until=None):
    """What the page shows at that moment beside the price, once it was changed or planned."""
    with clock.travelled_to(moment):
        if until:
            plan_prices(prices={"TEA-100": price}, ends=until)
        elif price:
            former = Decimal(former) if former else None
            change_price(stock_code="TEA-100", price=Decimal(price), compare_at_price=former)


def lowest(moment):
    with clock.travelled_to(moment):
        shown = listing_by_handle("darjeeling").choices[0].lowest_price
    return shown and str(shown.amount)


def test_a_price_that_is_not_reduced_stands_alone(begin, deliver):
    on(begin + DAY, "5.00")
    deliver()

    assert lowest(begin + 2 * DAY) is None


def test_the_lowest_price_is_that_of_the_days_before_the_reduction_not_since(begin, deliver):
    on(begin + 5 * DAY, "4.00")
    on(begin + 10 * DAY, "5.00")
    on(begin + 20 * DAY, "3.50", former="5.00")
    deliver()

    assert lowest(begin + 21 * DAY) == lowest(begin + 300 * DAY) == "4.00"


def test_what_cost_less_longer_ago_does_not_count(begin, deliver):
    on(begin + 5 * DAY, "5.00")
    on(begin + 40 * DAY, "4.80", former="5.00")
    deliver()

    assert lowest(begin + 41 * DAY) == "5.00"


def test_planned_prices_count_and_hide_the_listed_price_while_they_do(begin, deliver):
    on(begin + DAY, "6.00", until=begin + 2 * DAY)
    on(begin + 3 * DAY, "5.00", until=begin + 40 * DAY)
    on(begin + 40 * DAY + timedelta(minutes=1), "3.00", until=begin + 50 * DAY)
    deliver()

    assert lowest(begin + 3 * DAY + timedelta(hours=1)) is None
    # Listed at 4.50 all the time, but in the last 30 days that was asked for one minute only.
    assert lowest(begin + 41 * DAY) == "4.50"


def test_a_planned_price_remembers_what_was_asked_before_it_began(begin, deliver):
    on(begin + 2 * DAY, "4.00", until=begin + 4 * DAY)
    on(begin + 10 * DAY, "3.00", until=begin + 12 * DAY)
    deliver()

    assert lowest(begin + 3 * DAY) == "4.50"
    assert lowest(begin + 11 * DAY) == "4.00"


def test_while_it_was_withdrawn_a_thing_had_no_price(begin, deliver):
    product_id = listing_by_handle("darjeeling").listing.product_id
    with clock.travelled_to(begin + DAY):
        withdraw_product(product_id=product_id)
    on(begin + 2 * DAY, "4.60")
    with clock.travelled_to(begin + 50 * DAY):
        publish_product(product_id=product_id)
    on(begin + 51 * DAY, "4.00", former="4.60")
    deliver()

    assert lowest(begin + 52 * DAY) == "4.60"


def test_the_api_says_it_of_products_and_of_lists(begin, deliver, client):
    on(begin, "4.00", until=begin + 9 * DAY)
    deliver()

    (listed,) = client.get("/api/v1/products").json()["items"]
    page = client.get("/api/v1/products/darjeeling").json()

    assert (listed["price_from"], listed["lowest_price_30_days"]) == ("4.00", "4.50")
    assert [each["lowest_price_30_days"] for each in page["variants"]] == ["4.50", None]


def test_the_database_keeps_one_listed_price_at_a_time():
    known = ListedPriceFactory()

    with pytest.raises(IntegrityError, match="listed_price_one_at_a_time"), transaction.atomic():
        ListedPriceFactory(sku=known.sku, during=DateTimeTZRange(known.during.lower, None))


def test_a_price_told_by_a_clock_that_is_behind_begins_where_the_last_one_did(begin, deliver):
    on(begin + 5 * DAY, "5.00")
    on(begin + 10 * DAY, "6.00")
    on(begin - DAY, "3.50", former="7.00")
    deliver()

    assert lowest(begin + 11 * DAY) == "4.50"


def test_what_is_published_again_by_a_clock_that_is_behind_is_listed(begin, deliver):
    product_id = listing_by_handle("darjeeling").listing.product_id
    with clock.travelled_to(begin + 5 * DAY):
        withdraw_product(product_id=product_id)
    with clock.travelled_to(begin - DAY):
        publish_product(product_id=product_id)
    deliver()

    assert listing_by_handle("darjeeling").choices[0].sku == "TEA-100"
