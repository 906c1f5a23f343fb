"""What is special about a SKU: how long it is held, and when it is time to order more."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from apps.inventory.models import Reservation, Terms, Waiting, WhenSoldOut
from apps.inventory.services import agree_on_terms, announce_stock, receive_stock
from shop.events.inventory import StockLow, StockReserved
from shop.kernel import clock
from shop.kernel.errors import DomainError, InvalidInput
from tests.apps.inventory.queues import let_wait
from tests.apps.inventory.story import cancel, place_order
from tests.factories.inventory import StockFactory, TermsFactory, WarehouseFactory

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("lines", "minutes"),
    [([("TEA", 1)], 5), ([("CUP", 1)], 10), ([("CUP", 1), ("TEA", 1)], 5), ([("JUG", 1)], 30)],
)
def test_an_order_is_held_no_longer_than_any_of_its_skus_may_be(published, lines, minutes):
    for sku in ("TEA", "CUP", "JUG"):
        StockFactory(sku=sku, on_hand=5)
    agree_on_terms(sku="TEA", hold_minutes=5)
    agree_on_terms(sku="JUG", hold_minutes=30)
    now = clock.now()

    place_order(*lines)

    expires_at = Reservation.objects.get().expires_at
    assert (expires_at - now) // MINUTE == minutes
    assert published(StockReserved)[0].expires_at == expires_at


def test_holds_that_exist_stay_as_they_are():
    StockFactory(sku="TEA", on_hand=5)
    place_order(("TEA", 1))
    before = Reservation.objects.get().expires_at

    agree_on_terms(sku="TEA", hold_minutes=1)

    assert Reservation.objects.get().expires_at == before


def sold(deliver, units):
    order_id = place_order(("TEA", units))
    deliver("inventory")
    return order_id


def test_who_comes_down_to_the_reorder_point_is_told_of_once(deliver, published):
    StockFactory(sku="TEA", on_hand=10)
    agree_on_terms(sku="TEA", reorder_point=6)
    announce_stock(skus=["TEA"])

    sold(deliver, 3)
    assert published(StockLow) == []

    sold(deliver, 1)
    sold(deliver, 1)
    assert published(StockLow) == [StockLow(sku="TEA", available=6, reorder_point=6)]


def test_it_is_told_again_after_it_was_above(deliver, published):
    StockFactory(sku="TEA", on_hand=10)
    agree_on_terms(sku="TEA", reorder_point=6)
    announce_stock(skus=["TEA"])
    order_id = sold(deliver, 5)

    cancel(order_id)
    deliver("inventory")
    sold(deliver, 7)

    assert [event.available for event in published(StockLow)] == [5, 3]


def test_what_is_low_when_the_point_is_set_is_told_of_at_once(published):
    WarehouseFactory(code="MAIN")
    receive_stock(sku="TEA", warehouse="MAIN", quantity=2)

    agree_on_terms(sku="TEA", reorder_point=2)

    assert published(StockLow) == [StockLow(sku="TEA", available=2, reorder_point=2)]


def test_a_sku_that_nobody_set_a_point_for_is_never_low(deliver, published):
    StockFactory(sku="TEA", on_hand=1)
    agree_on_terms(sku="TEA", hold_minutes=5)

    sold(deliver, 1)

    assert published(StockLow) == []


def test_terms_are_taken_back():
    TermsFactory(sku="TEA", hold_minutes=5, reorder_point=3)

    agree_on_terms(sku="TEA")

    terms = Terms.objects.get()
    assert (terms.hold_minutes, terms.reorder_point) == (None, None)


@pytest.mark.parametrize(
    ("terms", "complaint"),
    [
        ({"hold_minutes": 0}, "A hold lasts 1 to 1,440 minutes, not 0"),
        ({"hold_minutes": 1441}, "A hold lasts 1 to 1,440 minutes, not 1,441"),
        ({"reorder_point": -1}, "A reorder point is 0 to 1,000,000,000 units, not -1"),
        ({"sku": ""}, "A SKU has 1 to 255"),
        ({"waiting": Waiting(when_sold_out="maybe")}, '"maybe" says nothing about a sold-out SKU'),
        ({"waiting": Waiting(limit=0)}, "A backorder limit is 1 to 1,000,000,000 units, not 0"),
    ],
)
def test_terms_that_nobody_can_mean_are_refused(terms, complaint):
    with pytest.raises(InvalidInput, match=complaint):
        agree_on_terms(**{"sku": "TEA", **terms})

    assert not Terms.objects.exists()


def test_a_limit_below_what_is_waited_for_is_refused():
    let_wait("TEA")
    place_order(("TEA", 3))
    waiting = Waiting(when_sold_out=WhenSoldOut.BACKORDER, limit=2)

    with pytest.raises(DomainError, match="3 units of TEA are waited for already: a limit of 2"):
        agree_on_terms(sku="TEA", waiting=waiting)


def test_the_database_counts_no_more_than_the_limit():
    terms = TermsFactory(backordered=2, backorder_limit=2)

    for wrong in (-1, 3):
        with pytest.raises(IntegrityError, match="terms_backordered"), transaction.atomic():
            Terms.objects.filter(pk=terms.pk).update(backordered=wrong)


def test_staff_agrees_on_terms(admin_client):
    said = {"sku": "TEA", "hold_minutes": "5", "reorder_point": "", "when_sold_out": "deny"}

    admin_client.post(reverse("admin:inventory_terms_add"), said)
    page = reverse("admin:inventory_terms_change", args=[Terms.objects.get().pk])
    waiting = {"when_sold_out": "preorder", "backorder_limit": "9", "available_from": "2027-03-01"}
    admin_client.post(page, {"hold_minutes": "", "reorder_point": "3", **waiting})

    terms = Terms.objects.get()
    assert (terms.sku, terms.hold_minutes, terms.reorder_point) == ("TEA", None, 3)
    assert (terms.when_sold_out, terms.backorder_limit) == ("preorder", 9)
    assert terms.available_from == date(2027, 3, 1)


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        ({"sku": "CUP"}, "This SKU has terms already"),
        ({"sku": "TEA", "hold_minutes": "2000"}, "A hold lasts 1 to 1,440 minutes."),
        ({"sku": "TEA", "reorder_point": "-1"}, "A reorder point is a number of units"),
        ({"sku": "TEA", "when_sold_out": "maybe"}, "maybe is not one of the available choices"),
        ({"sku": "TEA", "backorder_limit": "0"}, "A backorder limit is a number of units"),
    ],
)
def test_a_form_that_cannot_be_is_refused(admin_client, said, complaint):
    TermsFactory(sku="CUP")

    page = admin_client.post(
        reverse("admin:inventory_terms_add"), {"when_sold_out": "deny", **said}
    )

    assert complaint in page.content.decode()
    assert Terms.objects.count() == 1
