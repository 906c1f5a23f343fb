"""What the promoted cases measure is really promoted, and the other ones are not."""

from decimal import Decimal

import pytest

from apps.orders.models import Order
from bench.counting import statements_of
from bench.orders import CASES, requests_of
from bench.promotions import VOUCHER, running_promotions
from bench.stockroom import fill_shop

BY_NAME = {case.name: case for case in CASES}

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def shop(monkeypatch):
    monkeypatch.setattr("bench.stockroom.SKUS", 200)
    fill_shop()


def asked(name: str) -> tuple[int, Order]:
    """How many statements the case's request needs, and its order."""
    statements = statements_of(requests_of(BY_NAME[name], count=1)[0])
    return statements, Order.objects.latest("placed_at")


def test_promotions_cost_an_order_one_statement_and_a_voucher_another(shop):
    plain, full_price = asked("one-line")
    purchase, _ = asked("purchase")
    with running_promotions():
        promoted, less = asked("one-line-promoted")
        by_voucher, least = asked("purchase-promoted")
    again, as_before = asked("one-line")

    assert (promoted, by_voucher) == (plain + 1, purchase + 2)
    assert [order.total for order in (full_price, as_before)] == [Decimal("12.50")] * 2
    assert again == plain
    assert (less.discount_total, less.shipping_discount) == (Decimal("2.25"), Decimal("4.90"))
    assert (least.voucher_code, least.tax_total > 0) == (VOUCHER, True)
    assert least.total < less.total < full_price.total
