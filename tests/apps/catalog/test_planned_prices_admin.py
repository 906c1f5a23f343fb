"""Staff plans prices, for many variants at once, and cancels them."""

import html
from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.auth import get_user_model
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.urls import reverse

from apps.catalog.models import PlannedPrice
from apps.catalog.services import publish_product
from shop.kernel import clock
from tests.factories.catalog import PlannedPriceFactory, VariantFactory


@pytest.fixture
def staff(client, db):
    client.force_login(get_user_model().objects.create_superuser("boss@example.com", "-"))
    return client


def plan(staff, form):
    return staff.post(reverse("admin:catalog_plannedprice_add"), form, follow=True)


def for_sale(variant):
    publish_product(product_id=variant.product_id)
    return variant


def plan_form(prices, starts, ends):
    """As the browser sends it: days and times apart."""
    moments = {"starts": starts, "ends": ends}
    return {
        "prices": prices,
        **{f"{name}_0": f"{moment:%Y-%m-%d}" for name, moment in moments.items() if moment},
        **{f"{name}_1": f"{moment:%H:%M:%S}" for name, moment in moments.items() if moment},
    }


def test_staff_plans_prices_for_chosen_variants_and_cancels_them(staff):
    cheap, dear = (for_sale(VariantFactory(price=Decimal(price))) for price in (10, 20))
    chosen = {"action": "plan_prices", "_selected_action": [cheap.pk, dear.pk]}
    form = staff.post(reverse("admin:catalog_variant_changelist"), chosen, follow=True)
    assert f"{cheap.stock_code}: 10.00\n{dear.stock_code}: 20.00" in form.content.decode()

    friday = clock.now() + timedelta(days=3)
    lines = f"{cheap.stock_code}: -20%\n{dear.stock_code}: 15.5"
    plan(staff, plan_form(lines, friday, friday + timedelta(days=1)))

    plans = PlannedPrice.objects.order_by("price")
    assert [str(plan.price) for plan in plans] == ["8.000", "15.500"]
    page = staff.get(reverse("admin:catalog_plannedprice_changelist"), {"standing": "later"})
    assert page.content.decode().count("yet to come") > 2

    staff.post(
        reverse("admin:catalog_plannedprice_changelist"),
        {"action": "cancel_prices", "_selected_action": [plan.pk for plan in plans]},
    )
    assert not PlannedPrice.objects.exists()


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ("", "1 to 2000 lines"),
        ("TEA-1 3.60", "has no colon: write it like TEA-100: 3.60"),
        ("TEA-1: 3.60\nTEA-1: 3.50", "TEA-1 is named twice"),
        ("TEA-404: 3.60", "Nothing here has the stock code TEA-404"),
        ("TEA-1: free", "is no price: write it like 3.60 or -20%"),
    ],
)
def test_plans_that_cannot_be_made_are_refused_in_a_sentence(staff, lines, sentence):
    VariantFactory(stock_code="TEA-1")

    page = plan(staff, plan_form(lines, None, clock.now() + timedelta(days=1)))

    assert sentence in html.unescape(page.content.decode())
    assert not PlannedPrice.objects.exists()


def test_what_cannot_be_done_with_one_of_the_chosen_is_said_and_the_rest_is_done(staff):
    now, day = clock.now(), timedelta(days=1)
    over = PlannedPriceFactory(during=DateTimeTZRange(now - 2 * day, now))
    later = PlannedPriceFactory(during=DateTimeTZRange(now + day, now + 2 * day))
    for_sale(later.variant)

    page = staff.post(
        reverse("admin:catalog_plannedprice_changelist"),
        {"action": "cancel_prices", "_selected_action": [over.pk, later.pk]},
        follow=True,
    )

    assert "This price is over" in page.content.decode()
    assert list(PlannedPrice.objects.all()) == [over]
