"""What a SKU cost, and when: for everybody what was, for staff what is planned as well."""

from datetime import timedelta
from decimal import Decimal
from itertools import pairwise
from random import Random

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.urls import reverse

from apps.catalog.models import Variant
from apps.catalog.queries import listing_by_handle, price_history, prices_over_time
from apps.catalog.services import change_price, plan_prices, withdraw_product
from shop.kernel import clock
from tests.apps.catalog.goods import published_tea
from tests.factories.catalog import ListedPriceFactory

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
SKU = "TEA-100"


@pytest.fixture
def begin(deliver):
    """The tea is for sale from now on for 4.50, as everybody has heard."""
    published_tea()
    deliver()
    return clock.now()


def listed(moment, price, former=None):
    with clock.travelled_to(moment):
        former = Decimal(former) if former else None
        change_price(stock_code=SKU, price=Decimal(price), compare_at_price=former)


def planned(moment, price, starts, ends):
    with clock.travelled_to(moment):
        plan_prices(prices={SKU: price}, starts=starts, ends=ends)


def told(periods, begin):
    """Price, first and last day since the beginning, and the lowest price before."""
    return [
        (
            str(each.price.amount),
            max((each.starts - begin) // DAY, 0),
            each.ends and (each.ends - begin) // DAY,
            each.lowest_before and str(each.lowest_before.amount),
        )
        for each in periods
    ]


def known(moment):
    with clock.travelled_to(moment):
        return price_history(SKU, currency="EUR", at_most=50)


def test_planned_prices_stand_between_the_parts_of_the_listed_one_that_they_replaced(
    begin, deliver
):
    planned(begin, "4.00", begin + 2 * DAY, begin + 4 * DAY)
    listed(begin + 10 * DAY, "5.00")
    deliver()

    assert told(known(begin + 11 * DAY), begin) == [
        ("5.00", 10, None, "4.00"),
        ("4.50", 4, 10, "4.00"),
        ("4.00", 2, 4, "4.50"),
        ("4.50", 0, 2, None),
    ]


def test_what_lies_ahead_is_told_to_staff_only(begin, deliver):
    planned(begin, "4.00", begin + DAY, begin + 9 * DAY)
    planned(begin, "3.00", begin + 20 * DAY, begin + 21 * DAY)
    deliver()

    assert told(known(begin + 5 * DAY), begin) == [("4.00", 1, None, "4.50"), ("4.50", 0, 1, None)]
    assert told(prices_over_time(SKU, currency="EUR", at_most=50), begin) == [
        ("4.50", 21, None, "3.00"),
        ("3.00", 20, 21, "4.00"),
        ("4.50", 9, 20, "4.00"),
        ("4.00", 1, 9, "4.50"),
        ("4.50", 0, 1, None),
    ]


def test_what_is_withdrawn_costs_nothing_and_is_not_told_of(begin, deliver, client):
    with clock.travelled_to(begin + 3 * DAY):
        withdraw_product(product_id=Variant.objects.get(stock_code=SKU).product_id)
    deliver()

    assert told(known(begin + 4 * DAY), begin) == [("4.50", 0, 3, None)]
    assert client.get(f"/api/v1/prices/{SKU}").status_code == 404
    assert client.get(f"/price-history/{SKU}").status_code == 404


@pytest.mark.parametrize("seed", range(6))
def test_the_history_says_what_the_page_says_whatever_was_listed_and_planned(seed, begin, deliver):
    dice = Random(seed)  # noqa: S311 - no secret
    for move in range(10):
        at, price = begin + (move * 5 + 1) * DAY, str(dice.randint(200, 900) / Decimal(100))
        if dice.random() < 0.5:
            listed(at, price, former="10.00")
        else:
            starts = at + dice.randint(0, 1) * DAY + DAY / 4
            planned(at, price, starts, at + dice.randint(2, 4) * DAY)
        deliver()
        for later in (DAY / 2, DAY * 3 / 2, DAY * 9 / 2):
            confirm_page_and_history_agree(at + later)


def confirm_page_and_history_agree(moment):
    now, *before = known(moment)
    with clock.travelled_to(moment):
        shown = listing_by_handle("darjeeling").choices[0]
    assert (now.price, now.ends) == (shown.price, None)
    assert (now.lowest_before if shown.former_price else None) == shown.lowest_price
    assert all(older.ends == newer.starts for newer, older in pairwise([now, *before]))


def change_often(begin, times):
    product = Variant.objects.get(stock_code=SKU).product_id
    for day in range(times):
        start = begin - (times - day) * DAY
        during = DateTimeTZRange(start, start + DAY)
        ListedPriceFactory(product_id=product, sku=SKU, price=1 + day, during=during)


def test_the_api_tells_it_page_by_page(begin, client):
    change_often(begin - DAY, 4)

    first = client.get(f"/api/v1/prices/{SKU}?limit=3").json()
    second = client.get(f"/api/v1/prices/{SKU}?limit=3&cursor={first['next']}").json()

    assert (first["sku"], first["currency"], second["next"]) == (SKU, "EUR", None)
    prices = [each["price"] for each in [*first["items"], *second["items"]]]
    assert prices == ["4.50", "4.00", "3.00", "2.00", "1.00"]
    newest = first["items"][0]
    assert (newest["ends"], newest["is_planned"]) == (None, False)
    assert newest["lowest_price_30_days"] == "1.00"
    assert newest["starts"].endswith("Z")


def test_a_cursor_of_nobody_is_refused(begin, client):
    assert client.get(f"/api/v1/prices/{SKU}?cursor=elsewhere").status_code == 422


def test_shoppers_find_it_from_the_page_of_the_product(begin, deliver, client):
    planned(begin, "4.00", None, begin + 9 * DAY)
    deliver()

    product = client.get(f"/p/darjeeling?sku={SKU}").content.decode()
    history = client.get(f"/price-history/{SKU}").content.decode()

    assert f'href="/price-history/{SKU}"' in product
    assert "began was €4.50" in history
    assert "€4.00" in history


def test_staff_sees_past_present_and_planned_prices_on_the_page_of_the_variant(
    begin, deliver, client
):
    client.force_login(get_user_model().objects.create_superuser("boss@example.com", "-"))
    planned(begin, "4.00", begin + DAY, begin + 2 * DAY)
    deliver()
    variant = Variant.objects.get(stock_code=SKU)

    page = client.get(reverse("admin:catalog_variant_change", args=[variant.pk])).content.decode()

    rows = page[page.index("Lowest of the 30 days before") :]
    assert rows.index("4.00 EUR") < rows.index("counts now")
    assert rows.count("yet to come") >= 2
    assert "further notice" in rows


def test_a_long_history_takes_one_statement(begin, django_assert_num_queries):
    change_often(begin - DAY, 300)

    with django_assert_num_queries(1, connection=connection):
        assert len(known(begin)) == 50
