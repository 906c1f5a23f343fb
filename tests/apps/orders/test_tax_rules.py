import csv
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.orders.queries.prices import Destination, agreed_prices
from apps.orders.rules import (
    Agreement,
    Rounding,
    Taxed,
    TaxPart,
    TaxPolicy,
    WantedLine,
    parts_of,
    taxes_of,
)
from apps.orders.services import load_tax_file, load_tax_policies
from shop.kernel.money import rounded
from tests.factories.orders import OfferFactory, ShippingRateFactory

ADDED = TaxPolicy(included=False)
CASES = Path(__file__).with_name("tax_cases.csv")

POLICIES = st.builds(TaxPolicy, st.booleans(), st.sampled_from(list(Rounding)))


@st.composite
def taxed(draw: st.DrawFn) -> Taxed:
    """Any amount, with a rate in one to three parts."""
    rates = draw(st.lists(st.decimals("0", "0.3", places=4), min_size=1, max_size=3))
    amount = draw(st.decimals("0", "99999.99", places=2))
    return Taxed(amount, sum(rates, Decimal(0)), tuple(TaxPart("part", rate) for rate in rates))


def euros(*amounts: str) -> tuple[Decimal, ...]:
    return tuple(map(Decimal, amounts))


def tax_in(amount: str, rate: str, policy: TaxPolicy, currency: str = "EUR") -> Decimal:
    (tax,) = taxes_of([Taxed(Decimal(amount), Decimal(rate))], policy, currency)
    return tax


def test_tax_is_contained_in_the_price_or_comes_on_top():
    assert tax_in("10.70", "0.07", TaxPolicy()) == Decimal("0.70")
    assert tax_in("10.00", "0.07", ADDED) == Decimal("0.70")


def test_without_a_rate_there_is_no_tax():
    assert tax_in("10.70", "0", TaxPolicy()) == tax_in("10.70", "0", ADDED) == 0


def test_half_a_minor_unit_is_rounded_up():
    assert tax_in("0.50", "0.05", ADDED) == Decimal("0.03")


@pytest.mark.parametrize(
    ("currency", "price", "tax"), [("JPY", "1000", "70"), ("KWD", "9.999", "0.700")]
)
def test_each_currency_has_its_own_minor_unit(currency, price, tax):
    assert tax_in(price, "0.07", ADDED, currency) == Decimal(tax)


@pytest.mark.parametrize(
    ("rounding", "taxes"),
    [(Rounding.LINE, ("0.02", "0.02", "0.02")), (Rounding.TOTAL, ("0.02", "0.02", "0.01"))],
)
def test_rounding_each_line_is_not_rounding_the_total(rounding, taxes):
    three = [Taxed(Decimal("0.30"), Decimal("0.055"))] * 3

    assert taxes_of(three, TaxPolicy(included=False, rounding=rounding), "EUR") == euros(*taxes)


def test_each_authority_rounds_its_own_part():
    halves = Taxed(Decimal("0.50"), Decimal("0.10"), (TaxPart("a", Decimal("0.05")),) * 2)
    together, apart = ADDED, TaxPolicy(included=False, rounding=Rounding.PART)

    assert taxes_of([halves], together, "EUR") == euros("0.05")
    assert taxes_of([halves], apart, "EUR") == euros("0.06")


@given(st.lists(taxed(), min_size=1, max_size=10), POLICIES)
def test_taxes_are_whole_cents_near_the_fair_amount_and_their_parts_add_up(amounts, policy):
    taxes = taxes_of(amounts, policy, "EUR")

    for each, tax in zip(amounts, taxes, strict=True):
        base = each.amount / (1 + each.rate) if policy.included else each.amount
        assert tax == rounded(tax, "EUR")
        assert tax >= 0
        assert abs(tax - base * each.rate) <= Decimal("0.015")
        assert sum(share for _, share in parts_of(each, tax, policy, "EUR")) == tax
        assert not policy.included or tax <= each.amount


@given(st.lists(taxed(), min_size=1, max_size=10), st.booleans())
def test_the_tax_of_a_total_is_rounded_once_for_each_rate(amounts, included):
    policy = TaxPolicy(included, Rounding.TOTAL)
    taxes = taxes_of(amounts, policy, "EUR")

    for rate in {each.rate for each in amounts}:
        same = [at for at, each in enumerate(amounts) if each.rate == rate]
        total = Taxed(sum((amounts[at].amount for at in same), Decimal(0)), rate)
        assert (sum(taxes[at] for at in same),) == taxes_of([total], TaxPolicy(included), "EUR")


def told_cases() -> list[dict[str, str]]:
    with CASES.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def agreed(case: dict[str, str]) -> Agreement:
    lines = []
    for goods in case["goods"].split("; "):
        tax_class, quantity, price = goods.split()
        offer = OfferFactory(tax_class=tax_class, price=Decimal(price), currency=case["currency"])
        lines.append(WantedLine(offer.sku, int(quantity)))
    if case["shipping"]:
        tax_class, amount = case["shipping"].split()
        ShippingRateFactory(
            zone__is_default=True,
            tax_class=tax_class,
            amount=Decimal(amount),
            currency=case["currency"],
        )
    where = Destination(country=case["country"], postal_code=case["postal_code"])
    return agreed_prices(lines, where)


@pytest.mark.parametrize("case", told_cases(), ids=lambda case: case["case"])
def test_tax_is_what_the_place_says(db, case):
    load_tax_file()
    load_tax_policies()

    agreement = agreed(case)

    taxes = [*agreement.line_taxes, *([agreement.shipping_tax] if case["shipping"] else [])]
    first = parts_of(
        agreement.lines[0].taxed(Decimal(0)),
        agreement.line_taxes[0],
        agreement.policy,
        case["currency"],
    )
    assert taxes == [Decimal(tax) for tax in case["taxes"].split()]
    assert agreement.total == Decimal(case["total"])
    assert agreement.policy.included == (case["added"] == "no")
    assert agreement.added_tax == (agreement.tax if case["added"] == "yes" else 0)
    assert not case["parts"] or " ".join(f"{name} {tax}" for name, tax in first) == case["parts"]
