"""Several people count, post and sell at the same time, with real connections and commits."""

import pytest

from apps.inventory.models import CountLine, CountSheet, Movement, Stock
from apps.inventory.queries import ledger_drift
from apps.inventory.rules import Counted
from apps.inventory.services import (
    cancel_count,
    enter_count,
    enter_counts,
    open_count,
    post_count,
    receive_stock,
    ship_stock,
)
from shop.kernel.errors import DomainError
from tests.apps.inventory.sessions import deadlocks
from tests.apps.inventory.story import pay, place_order
from tests.factories.inventory import StockFactory
from tests.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def refusal_of(service, **asked):
    """What the service refused with; an empty text if it did not."""
    try:
        service(**asked)
    except DomainError as refusal:
        return refusal.sentence
    return ""


def test_a_sheet_that_many_post_at_once_is_posted_once():
    StockFactory(sku="CUP", on_hand=50)
    StockFactory(sku="TEA", on_hand=50)
    sheet = open_count(warehouse="MAIN")
    counts = [Counted(sku="TEA", units=43), Counted(sku="CUP", units=53)]
    enter_counts(sheet_id=sheet.pk, counts=counts)
    before = deadlocks()

    said = at_once([lambda: refusal_of(post_count, sheet_id=sheet.pk)] * 8)

    assert sorted(said) == ["", *["A posted count sheet cannot become posted."] * 7]
    assert dict(Stock.objects.values_list("sku", "on_hand")) == {"CUP": 53, "TEA": 43}
    assert Movement.objects.filter(cause="counted").count() == 2
    assert deadlocks() == before
    assert ledger_drift() == []


def test_a_count_that_meets_the_posting_is_posted_or_refused():
    for index in range(20):
        StockFactory(sku=f"CUP-{index}", on_hand=5)
        StockFactory(sku=f"TEA-{index}", on_hand=5)
    sheets = [
        open_count(warehouse="MAIN", skus=[f"CUP-{index}", f"TEA-{index}"]) for index in range(20)
    ]
    for index, sheet in enumerate(sheets):
        enter_count(sheet_id=sheet.pk, sku=f"CUP-{index}", counted=6)

    at_once(
        [
            lambda: [post_count(sheet_id=sheet.pk) for sheet in sheets],
            lambda: [
                refusal_of(enter_count, sheet_id=sheet.pk, sku=f"TEA-{index}", counted=3)
                for index, sheet in enumerate(sheets)
            ],
        ]
    )

    assert set(CountSheet.objects.values_list("state", flat=True)) == {"posted"}
    for line in CountLine.objects.filter(sku__startswith="TEA"):
        assert Stock.objects.get(sku=line.sku).on_hand == (5 if line.counted is None else 3)
    assert ledger_drift() == []


def test_a_sheet_that_one_posts_and_another_cancels_ends_one_way():
    skus = [f"TEA-{index:02}" for index in range(30)]
    for sku in skus:
        StockFactory(sku=sku, on_hand=5)
    sheets = [open_count(warehouse="MAIN", skus=[sku]).pk for sku in skus]
    for sheet_id, sku in zip(sheets, skus, strict=True):
        enter_count(sheet_id=sheet_id, sku=sku, counted=4)

    said = at_once(
        [
            lambda: [refusal_of(post_count, sheet_id=sheet_id) for sheet_id in sheets],
            lambda: [refusal_of(cancel_count, sheet_id=sheet_id) for sheet_id in reversed(sheets)],
            lambda: [refusal_of(cancel_count, sheet_id=sheet_id) for sheet_id in sheets],
        ]
    )

    posted = CountSheet.objects.filter(state="posted").count()
    assert sum(each.count("") for each in said) == 30
    assert said[0].count("") == posted == Movement.objects.filter(cause="counted").count()
    assert Stock.objects.filter(on_hand=4).count() == posted


def test_shelves_are_counted_while_goods_come_and_go():
    StockFactory(sku="CUP", on_hand=100)
    StockFactory(sku="TEA", on_hand=100)
    order_ids = [place_order(("CUP", 1), ("TEA", 1)) for _ in range(20)]
    for order_id in order_ids:
        pay(order_id)
    before = deadlocks()

    def count(*skus):
        for _ in range(10):
            sheet = open_count(warehouse="MAIN")
            for sku in skus:
                enter_count(sheet_id=sheet.pk, sku=sku, counted=100)
            post_count(sheet_id=sheet.pk)

    at_once(
        [
            lambda: count("CUP", "TEA"),
            lambda: count("TEA", "CUP"),
            lambda: [ship_stock(order_id=order_id) for order_id in order_ids],
            lambda: [place_order(("TEA", 1), ("CUP", 1)) for _ in range(20)],
            lambda: [receive_stock(sku="CUP", warehouse="MAIN", quantity=1) for _ in range(20)],
        ]
    )

    for stock in Stock.objects.all():
        lines = CountLine.objects.filter(sku=stock.sku)
        moved = {"CUP": 0, "TEA": -20}[stock.sku]
        assert stock.on_hand == 100 + moved + sum(line.variance for line in lines)
    assert deadlocks() == before
    assert ledger_drift() == []
