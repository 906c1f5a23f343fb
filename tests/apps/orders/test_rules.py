from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.orders.rules import Agreement, PricedLine, PricedShipping, chosen_shipping
from shop.kernel.errors import InvalidInput


def line(*, price: str = "10.70", quantity: int = 1, rate: str = "0.07") -> PricedLine:
    return PricedLine(
        sku="TEA-1",
        title="Darjeeling",
        quantity=quantity,
        unit_price=Decimal(price),
        tax_rate=Decimal(rate),
        tax_rate_id=1,
        currency="EUR",
    )


def shipping(
    *, method: str = "standard", amount: str = "4.90", free_from: str | None = "50"
) -> PricedShipping:
    return PricedShipping(
        method=method,
        title=method,
        amount=Decimal(amount),
        free_from=Decimal(free_from) if free_from else None,
        rate_id=1,
        tax_rate=Decimal("0.19"),
        tax_rate_id=1,
        currency="EUR",
    )


LINES = st.lists(
    st.builds(
        line,
        price=st.decimals("0", "9999.99", places=2).map(str),
        quantity=st.integers(1, 1000),
        rate=st.decimals("0", "0.27", places=3).map(str),
    ),
    min_size=1,
    max_size=20,
)


@given(LINES, st.none() | st.decimals("0", "99.99", places=2).map(str))
def test_total_and_tax_are_whole_cents_and_tax_is_within_the_total(lines, amount):
    agreed = Agreement(lines=tuple(lines), shipping=amount and shipping(amount=amount))

    assert agreed.total == sum(line.gross for line in lines) + agreed.shipping_total
    assert agreed.total == agreed.total.quantize(Decimal("0.01"))
    assert agreed.tax == agreed.tax.quantize(Decimal("0.01"))
    assert 0 <= agreed.shipping_tax <= agreed.shipping_total
    assert 0 <= agreed.tax <= agreed.total


@pytest.mark.parametrize(("goods", "gross"), [("49.99", "4.90"), ("50", "0"), ("50.01", "0")])
def test_shipping_is_free_from_its_threshold_on(goods, gross):
    assert shipping().gross(Decimal(goods)) == Decimal(gross)


def test_tax_is_contained_in_shipping_as_well():
    agreed = Agreement(lines=(line(price="10.70"),), shipping=shipping())

    assert (agreed.total, agreed.shipping_tax) == (Decimal("15.60"), Decimal("0.78"))
    assert agreed.tax == Decimal("1.48")


def test_a_parcel_travels_in_the_usual_way_unless_one_is_wished():
    usual, fast = shipping(), shipping(method="express", amount="3.00")

    assert chosen_shipping([fast, usual], "") is usual
    assert chosen_shipping([fast, usual], "express") is fast
    assert chosen_shipping([fast], "") is fast
    assert chosen_shipping([], "") is None


def test_a_method_that_there_is_not_is_refused_with_those_there_are():
    with pytest.raises(InvalidInput, match="by pigeon") as refused:
        chosen_shipping([shipping()], "pigeon")

    assert refused.value.details == {"methods": ["standard"]}
