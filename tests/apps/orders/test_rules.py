from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from apps.orders.rules import PricedLine, tax_of, total_of


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


def test_tax_is_contained_in_the_price():
    assert line(price="10.70").tax == Decimal("0.70")


def test_tax_is_rounded_once_per_line():
    assert line(price="0.99", quantity=3, rate="0.19").tax == Decimal("0.47")


def test_without_a_rate_there_is_no_tax():
    assert line(rate="0").tax == 0


@given(LINES)
def test_total_and_tax_are_whole_cents_and_tax_is_within_the_total(lines):
    total, tax = total_of(lines), tax_of(lines)

    assert total == total.quantize(Decimal("0.01"))
    assert tax == tax.quantize(Decimal("0.01"))
    assert 0 <= tax <= total
