from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError
from django.urls import reverse

from apps.catalog.models import Occasion, Product
from apps.catalog.queries import listing_by_handle
from apps.catalog.rules.occasions import OccasionDraft
from apps.catalog.services import (
    create_product,
    publish_product,
    schedule_occasion,
    withdraw_product,
)
from shop.events.catalog import ProductPublished, PublishedOccasion
from shop.kernel.errors import DomainError, InvalidInput
from tests.apps.catalog.goods import TEA, published_tea
from tests.apps.catalog.test_admin import UNTOUCHED_TABLES, product_form
from tests.factories.catalog import OccasionFactory, ProductFactory

pytestmark = pytest.mark.django_db

CONCERT = OccasionDraft(
    kind="event",
    starts_at=datetime(2027, 5, 1, 19, 30),  # noqa: DTZ001 - by the clocks of the venue
    ends_at=datetime(2027, 5, 1, 22, 0),  # noqa: DTZ001
    time_zone="Europe/Berlin",
    venue="Harbour Hall",
    address="Am Kai 1, Berlin",
)
TOLD = PublishedOccasion(
    kind="event",
    starts_at=datetime(2027, 5, 1, 17, 30, tzinfo=UTC),
    ends_at=datetime(2027, 5, 1, 20, 0, tzinfo=UTC),
    time_zone="Europe/Berlin",
    venue="Harbour Hall",
    address="Am Kai 1, Berlin",
)


def concert() -> Product:
    product = create_product(draft=replace(TEA, handle="concert", title="Concert"))
    schedule_occasion(product_id=product.id, draft=CONCERT)
    return product


def test_a_product_that_takes_place_is_published_with_its_occasion(published):
    product = concert()
    assert published(ProductPublished) == []

    publish_product(product_id=product.id)

    (told,) = published(ProductPublished)
    assert (told.kind, told.occasion) == ("ticketed", TOLD)


def test_goods_take_place_nowhere(published):
    published_tea()

    (told,) = published(ProductPublished)
    assert (told.kind, told.occasion) == ("goods", None)


def test_an_occasion_that_is_moved_is_told_again(published):
    product = concert()
    publish_product(product_id=product.id)

    schedule_occasion(product_id=product.id, draft=replace(CONCERT, venue="Town Hall"))

    assert published(ProductPublished)[-1].occasion == replace_told(venue="Town Hall")


def replace_told(**changed: str) -> PublishedOccasion:
    return replace(TOLD, **changed)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"ends_at": CONCERT.starts_at}, "ends before it starts"),
        ({"time_zone": "Berlin"}, "no time zone"),
        ({"time_zone": "../etc/passwd"}, "no time zone"),
        ({"kind": "party"}, "one of course, event"),
        ({"venue": " "}, "Say where it takes place"),
        ({"venue": "x" * 201}, "at most 200"),
        ({"address": "\0"}, "at most 400"),
    ],
)
def test_an_occasion_that_cannot_be_is_refused(wrong, sentence):
    product = create_product(draft=TEA)

    with pytest.raises(InvalidInput, match=sentence):
        schedule_occasion(product_id=product.id, draft=replace(CONCERT, **wrong))

    assert not Occasion.objects.exists()


def test_goods_that_are_for_sale_do_not_become_tickets():
    product = published_tea()

    with pytest.raises(DomainError, match="withdraw it before"):
        schedule_occasion(product_id=product.id, draft=CONCERT)

    withdraw_product(product_id=product.id)
    schedule_occasion(product_id=product.id, draft=CONCERT)
    assert Product.objects.get(pk=product.id).is_ticketed


def test_tickets_to_nowhere_are_not_published():
    product = ProductFactory(kind="ticketed", state="draft")

    with pytest.raises(DomainError, match="say when and where"):
        publish_product(product_id=product.id)


@pytest.mark.parametrize(
    "wrong",
    [{"ends_at": datetime(2027, 5, 1, 17, 30, tzinfo=UTC)}, {"venue": ""}, {"kind": "party"}],
)
def test_the_database_refuses_an_occasion_that_cannot_be(wrong):
    with pytest.raises(IntegrityError):
        OccasionFactory(**wrong)


def test_the_page_shows_the_occasion_by_the_clocks_of_the_venue(deliver, client):
    publish_product(product_id=concert().id)
    deliver("catalog_listings")

    shown = listing_by_handle("concert").occasion

    assert f"{shown.starts_at:%H:%M %Z}" == "19:30 CEST"
    assert shown.is_on_one_day
    told = client.get("/api/v1/products/concert").json()
    assert told["kind"] == "ticketed"
    assert told["occasion"] == {
        "kind": "event",
        "starts_at": "2027-05-01T19:30:00+02:00",
        "ends_at": "2027-05-01T22:00:00+02:00",
        "time_zone": "Europe/Berlin",
        "venue": "Harbour Hall",
        "address": "Am Kai 1, Berlin",
    }


def test_the_page_of_goods_has_no_occasion(deliver, client):
    published_tea()
    deliver("catalog_listings")

    told = client.get("/api/v1/products/darjeeling").json()

    assert (told["kind"], told["occasion"]) == ("goods", None)


SAID = {
    "occasion_kind": "course",
    "starts_at": "2027-05-01 19:30",
    "ends_at": "2027-05-01 22:00",
    "time_zone": "Europe/Berlin",
    "venue": "Harbour Hall",
    "venue_address": "",
}


@pytest.fixture
def staff(client):
    client.force_login(get_user_model().objects.create_superuser("boss@example.com", "-"))
    return client


def test_staff_schedules_on_the_page_of_the_product(staff):
    product = create_product(draft=TEA)
    page = reverse("admin:catalog_product_change", args=[product.pk])
    said = product_form(handle="darjeeling", title="Darjeeling", attributes="", **SAID)

    answer = staff.post(page, {**said, **UNTOUCHED_TABLES})

    assert answer.status_code == 302
    assert Occasion.objects.get().starts_at == TOLD.starts_at
    assert 'value="2027-05-01 19:30"' in staff.get(page).content.decode()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [({"starts_at": "tomorrow"}, "is no time"), ({"occasion_kind": ""}, "one of course, event")],
)
def test_staff_is_told_what_cannot_be_and_nothing_is_written(staff, wrong, sentence):
    product = create_product(draft=TEA)
    page = reverse("admin:catalog_product_change", args=[product.pk])
    said = product_form(handle="darjeeling", title="Green", attributes="", **{**SAID, **wrong})

    answer = staff.post(page, {**said, **UNTOUCHED_TABLES}, follow=True)

    assert sentence in answer.content.decode()
    assert not Occasion.objects.exists()
    assert Product.objects.get().title == "Darjeeling"
