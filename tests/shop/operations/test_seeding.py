"""The demo shop, filled and given a past by the services that every shop uses."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client, TestCase, override_settings

from apps.accounts.models import User
from apps.catalog.models import (
    AttributeValue,
    Category,
    Collection,
    CollectionEntry,
    Occasion,
    Product,
    ProductState,
)
from apps.inventory.models import Movement
from apps.inventory.queries import (
    availability_of,
    ledger_drift,
    seats_of,
    ticket_drift,
    wait_offers,
)
from apps.notifications.queries import contact_of, phone_channel_of
from apps.orders.models import Order, OrderState, TaxRate
from apps.payments.queries import balance_of
from apps.suppliers.models import PurchaseOrder, PurchaseOrderLine
from shop.kernel import clock
from shop.operations.demo.catalogue import products
from shop.operations.demo.people import people
from shop.operations.logins import DEMO_LOGINS, SHOPPER, STAFF
from shop.operations.past import patience, play_history
from shop.operations.past.player import customer_id_of
from shop.operations.seeding import seed_assortment, seed_evenings, seed_phones

SOME_DAY = timedelta(days=1)


def seed() -> str:
    said = StringIO()
    call_command("seed_demo", stdout=said)
    return said.getvalue()


@pytest.fixture(scope="module")
def seeded(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The goods and people of the demo, once for all tests here, each of which takes back its own.

    This is what `setUpTestData` does for a Django test case.
    """
    with django_db_blocker.unblock(), override_settings(DEMO=True):
        begun = TestCase._enter_atomics()
        seed()
    yield
    with django_db_blocker.unblock():
        TestCase._rollback_atomics(begun)


@pytest.fixture
def demo_shop(seeded, db, settings, monkeypatch) -> None:
    """The seeded shop; no worker is there to be waited for."""
    settings.DEMO = True
    monkeypatch.setattr(patience, "LONGEST_WAIT_SECONDS", 0)


def test_an_empty_shop_becomes_one_to_buy_from_and_stays_it(demo_shop):
    goods = {variant.sku: sum(variant.stock.values()) for p in products() for variant in p.variants}

    assert Product.objects.filter(state=ProductState.PUBLISHED, kind="goods").count() >= 200
    assert Product.objects.filter(state=ProductState.PUBLISHED).count() == len(products()) + 2
    assert Category.objects.exclude(picture="").count() >= 12
    assert availability_of(goods) == goods
    assert TaxRate.objects.filter(country="DE", tax_class="books").exists()
    assert set(User.objects.values_list("email", "is_staff")) == {
        (login.email, login is not SHOPPER) for login in DEMO_LOGINS
    }
    shopper = User.objects.get(email=SHOPPER.email)
    assert balance_of(shopper.customer_id, currency="EUR").amount == 250
    assert seed() == "0 products, 0 suppliers and 0 logins are new.\n"
    assert availability_of(goods) == goods


def test_it_has_a_tree_words_and_collections_that_fill(demo_shop, deliver):
    deliver("catalog")

    levels = Counter(len(lineage) for lineage in Category.objects.values_list("lineage", flat=True))
    entries = Counter(CollectionEntry.objects.values_list("collection__handle", flat=True))
    cheap = Product.objects.filter(variants__price__lte=30).distinct().count()
    assert levels[1] == 13
    assert levels[2] >= 24
    assert entries == {"new": 12, "under-30": cheap}
    goods = Product.objects.filter(kind="goods")
    assert goods.filter(attribute_values=None).count() == 0
    assert goods.filter(category__parent=None).count() == 0


def test_what_is_there_is_not_made_twice(demo_shop):
    before = [model.objects.count() for model in (Category, AttributeValue, Collection)]

    assert seed_assortment() == 0
    assert [model.objects.count() for model in (Category, AttributeValue, Collection)] == before


def test_a_concert_has_seats_and_a_course_has_places_both_some_weeks_ahead(demo_shop):
    seats = {sku: seats_of([sku]) for sku in ("SONGS-STALLS", "KNIVES-COURSE")}

    assert [it.seat for it in seats["SONGS-STALLS"]][:2] == ["A1", "A2"]
    assert {sku: len(found) for sku, found in seats.items()} == {
        "SONGS-STALLS": 96,
        "KNIVES-COURSE": 12,
    }
    for occasion in Occasion.objects.all():
        assert occasion.starts_at > clock.now()
    assert ticket_drift() == []
    assert seed_evenings() == 0


def test_programs_are_told_what_is_new(demo_shop):
    said = StringIO()

    call_command("seed_demo", "--json", stdout=said)

    assert json.loads(said.getvalue()) == {"products": 0, "suppliers": 0, "logins": 0}


def test_what_is_low_from_the_start_is_ordered_from_whoever_makes_it(demo_shop, deliver):
    deliver("suppliers")

    lines = PurchaseOrderLine.objects.filter(order__supplier="salt-quay")
    assert set(lines.values_list("sku", flat=True)) == {"COF-YIRG-1K-B", "COF-DECA-250-G"}
    states = PurchaseOrder.objects.values_list("supplier_id", "state")
    assert set(states) == {("salt-quay", "proposed"), ("graphis", "approved")}
    offers = wait_offers(["STA-CARP-6", "TOY-ABC-FR", "GAR-AUGER"])
    assert {sku: offer.when_sold_out for sku, offer in offers.items()} == {
        "STA-CARP-6": "backorder",
        "TOY-ABC-FR": "preorder",
    }


def test_the_documented_logins_open_their_doors(demo_shop):
    admin, shop = Client(), Client()

    admin.post("/admin/login/", {"username": STAFF.email, "password": STAFF.password})
    shop.post("/account/sign-in", {"email": SHOPPER.email, "password": SHOPPER.password})

    assert admin.get("/admin/").status_code == 200
    assert b"Sign out" in shop.get("/").content


def test_people_of_the_demo_get_short_messages(demo_shop, deliver):
    deliver("notifications")
    shopper = User.objects.get(email=SHOPPER.email)
    anneke = people()[0]
    known = contact_of(customer_id_of(anneke))

    assert (shopper.phone, phone_channel_of(shopper.customer_id)) == ("+442079460321", "sms")
    assert (known.phone, known.locale) == (anneke.phone, "de")
    channels = {phone_channel_of(customer_id_of(person)) for person in people()}
    assert channels == {"", "sms", "whatsapp"}
    assert seed_phones() == 0


def test_the_past_happens_at_its_time_once_and_empties_no_shelf(demo_shop):
    until = clock.now()
    before = availability_of([variant.sku for p in products() for variant in p.variants])

    first = list(play_history(until=until, days=1))
    second = list(play_history(until=until, days=1))

    assert len(first) > 5
    assert all(played.is_new for played in first)
    assert not any(played.is_new for played in second)
    assert Order.objects.count() == len(first)
    assert all(
        until - SOME_DAY <= at < until for at in Order.objects.values_list("placed_at", flat=True)
    )
    assert not Order.objects.filter(state=OrderState.REJECTED).exists()
    assert _only_more(before)
    assert ledger_drift() == []
    assert Movement.objects.filter(reason="delivery").exists()


def _only_more(before: dict[str, int]) -> bool:
    return all(units >= before[sku] for sku, units in availability_of(before).items())


def test_a_past_that_was_interrupted_goes_on_where_it_was(demo_shop):
    until = clock.now()
    playing = play_history(until=until, days=1)
    stopped = [next(playing), next(playing)]
    playing.close()

    rest = [played for played in play_history(until=until, days=1) if played.is_new]

    assert Order.objects.count() == len(stopped) + len(rest)
