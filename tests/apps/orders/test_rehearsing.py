"""A promotion is tried on orders of the past, by the rules of the checkout."""

import io
import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.orders.models import Order, OrderState
from apps.orders.queries import rehearsed
from apps.orders.services import Condition, start_promotion
from shop.kernel import clock
from shop.kernel.errors import InvalidInput, NotFound
from tests.apps.orders.test_promotions import FIVE_OFF, SENT_FREE, TEN_PERCENT, order
from tests.factories.accounts import UserFactory
from tests.factories.orders import MemberFactory, ShippingRateFactory

pytestmark = pytest.mark.django_db

BASKETS = (
    [("TEA-1", 1)],
    [("TEA-1", 3), ("CUP-1", 2)],
    [("CUP-1", 5)],
    [("CUP-1", 1), ("TEA-1", 7)],
)


@pytest.fixture(autouse=True)
def _goods(stocked):
    stocked("TEA-1", units=500, price="9.99")
    stocked("CUP-1", units=500, price="4.35")
    ShippingRateFactory(zone__is_default=True, free_from=Decimal(40))


def bought(*lines, by=None, state=OrderState.CONFIRMED):
    placed = order(*lines, by=by)
    Order.objects.filter(pk=placed.pk).update(state=state)
    return placed


def later():
    return clock.now() + timedelta(days=300)


def amounts(found):
    return [(it.orders, it.taken.amount) for it in found.currencies]


@pytest.mark.parametrize(
    ("reward", "condition"),
    [
        (TEN_PERCENT, Condition()),
        (TEN_PERCENT, Condition(skus=["TEA-1"], countries=["GB"])),
        (TEN_PERCENT, Condition(tax_classes=["reduced"])),
        (TEN_PERCENT, Condition(members_only=True)),
        (FIVE_OFF, Condition()),
        (SENT_FREE, Condition()),
    ],
)
def test_what_is_rehearsed_is_what_the_checkout_takes(reward, condition):
    ada = MemberFactory().customer_id
    before = [bought(*lines, by=ada).total for lines in BASKETS]
    planned = start_promotion(name="Spring", reward=reward, condition=condition, begins=later())

    found = rehearsed(planned.pk, days=1)

    with clock.travelled_to(later() + timedelta(days=1)):
        after = [order(*lines, by=ada).total for lines in BASKETS]
    saved = [old - new for old, new in zip(before, after, strict=True)]
    assert amounts(found) == [(sum(it > 0 for it in saved), sum(saved))]
    assert found.looked_at == len(BASKETS)


def test_one_that_is_on_is_what_it_took():
    on = start_promotion(name="Autumn", reward=TEN_PERCENT)
    placed = bought(("TEA-1", 3))

    (found,) = rehearsed(on.pk, days=1).currencies

    assert placed.discount_total == found.taken.amount == Decimal("3.00")
    assert [it.number for it in found.largest] == [placed.number]


def test_it_counts_with_the_promotions_that_the_order_had():
    start_promotion(name="Autumn", reward=TEN_PERCENT)
    bought(("TEA-1", 3))
    stacking = start_promotion(name="Five", reward=FIVE_OFF, priority=9, begins=later())
    smaller = start_promotion(name="Alone, and less", reward=FIVE_OFF, stacks=False, begins=later())

    assert amounts(rehearsed(stacking.pk, days=1)) == [(1, Decimal("5.00"))]
    assert amounts(rehearsed(smaller.pk, days=1)) == [(1, Decimal("2.00"))]


def test_everybody_counts_as_having_the_voucher():
    needs = start_promotion(
        name="By code", reward=FIVE_OFF, condition=Condition(needs_voucher=True), begins=later()
    )
    bought(("TEA-1", 1))

    assert amounts(rehearsed(needs.pk, days=1)) == [(1, Decimal("5.00"))]


def test_only_what_was_bought_in_that_time_counts():
    planned = start_promotion(name="Five", reward=FIVE_OFF, begins=later())
    for state in (OrderState.PENDING_PAYMENT, OrderState.REJECTED):
        bought(("TEA-1", 1), state=state)
    old = bought(("TEA-1", 1))
    Order.objects.filter(pk=old.pk).update(placed_at=clock.now() - timedelta(days=9))

    assert amounts(rehearsed(planned.pk, days=8)) == []
    assert amounts(rehearsed(planned.pk, days=10)) == [(1, Decimal("5.00"))]


def test_the_latest_orders_are_looked_at_and_the_ten_largest_named():
    planned = start_promotion(name="Tenth", reward=TEN_PERCENT, begins=later())
    placed = [bought(("TEA-1", units)) for units in range(1, 14)]

    all_of_them = rehearsed(planned.pk, days=1)
    some = rehearsed(planned.pk, days=1, at_most=5)

    (counted,) = all_of_them.currencies
    assert [it.order_id for it in counted.largest] == [one.pk for one in placed[:2:-1]]
    assert (all_of_them.looked_at, all_of_them.has_seen_all) == (13, True)
    assert (some.looked_at, some.has_seen_all, some.currencies[0].orders) == (5, False, 5)
    assert some.currencies[0].largest[0].order_id == placed[-1].pk


def test_more_orders_take_no_more_statements_and_nothing_is_written():
    planned = start_promotion(name="Tenth", reward=TEN_PERCENT, begins=later())
    counts = []
    for _ in range(2):
        for lines in BASKETS:
            bought(*lines)
        with CaptureQueriesContext(connection) as captured:
            rehearsed(planned.pk, days=1)
        counts.append(len(captured))
        assert {query["sql"].split()[0] for query in captured} == {"SELECT"}

    assert counts[0] == counts[1] < 10


def test_orders_are_read_in_bites_none_twice(monkeypatch):
    monkeypatch.setattr("apps.orders.queries.rehearsing._AT_ONCE", 2)
    planned = start_promotion(name="Five", reward=FIVE_OFF, begins=later())
    now = clock.now()
    for _ in range(5):
        bought(("TEA-1", 1))
    Order.objects.update(placed_at=now)

    assert amounts(rehearsed(planned.pk, days=1)) == [(5, Decimal("25.00"))]


def test_what_cannot_be_tried_is_refused():
    with pytest.raises(NotFound, match="no such promotion"):
        rehearsed(77, days=1)
    with pytest.raises(InvalidInput, match="how many days"):
        rehearsed(77, days=0)


def told(*words):
    out = io.StringIO()
    call_command("rehearse_promotion", *words, stdout=out)
    return out.getvalue()


def test_the_command_tells_it_as_words_and_as_json():
    planned = start_promotion(name="Five", reward=FIVE_OFF, begins=later())
    placed = bought(("TEA-1", 1))

    words, said = told(str(planned.pk)), json.loads(told(str(planned.pk), "--json"))

    assert "1 would have cost 5.00 EUR less" in words
    assert placed.number in words
    assert said["currencies"][0]["taken"]["amount"] == "5.00"
    with pytest.raises(CommandError, match="no such promotion"):
        told("77")


def test_staff_tries_it_on_a_page(client):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    planned = start_promotion(name="Five", reward=FIVE_OFF, begins=later())
    placed = bought(("TEA-1", 1))
    page = reverse("admin:operations_rehearsal", args=[planned.pk])

    linked = client.get(reverse("admin:orders_promotion_change", args=[planned.pk]))
    found = client.get(page).content.decode()
    odd = client.get(page, {"days": "0"}).content.decode()

    assert page in linked.content.decode()
    assert "1 order would have cost 5.00 EUR less" in found
    assert placed.number in found
    assert "greater than or equal to 1" in odd
    assert client.get(reverse("admin:operations_rehearsal", args=[77])).status_code == 404
