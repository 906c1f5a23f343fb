from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from apps.orders.rules import distribute, share_of
from shop.kernel.money import minor_unit, rounded

CURRENCIES = st.sampled_from(["EUR", "JPY", "KWD"])
WEIGHTS = st.lists(st.decimals("0", "99999.999", places=3), min_size=1, max_size=30)


@st.composite
def amounts(draw: st.DrawFn) -> tuple[Decimal, str]:
    """So many minor units of a currency."""
    currency = draw(CURRENCIES)
    return draw(st.integers(0, 10**13)) * minor_unit(currency), currency


@given(amounts(), st.data())
def test_units_that_go_in_any_steps_are_worth_the_amount_exactly(amount, data):
    total, currency = amount
    steps = data.draw(st.lists(st.integers(1, 50), min_size=1, max_size=8))
    of, gone, worth = sum(steps), 0, Decimal(0)

    for units in steps:
        step = share_of(total, gone + units, of, currency) - share_of(total, gone, of, currency)
        assert step >= 0
        gone, worth = gone + units, worth + step

    assert worth == total


@given(amounts(), st.integers(1, 10_000), st.data())
def test_a_share_is_within_half_a_minor_unit_of_the_fair_one(amount, of, data):
    total, currency = amount
    units = data.draw(st.integers(0, of))

    share = share_of(total, units, of, currency)

    assert share == rounded(share, currency)
    assert 2 * abs(share * of - total * units) <= minor_unit(currency) * of


@pytest.mark.parametrize("units", [-1, 4])
def test_there_is_no_share_of_more_units_than_there_are(units):
    with pytest.raises(ValueError, match=f"no {units} units of 3"):
        share_of(Decimal(10), units, 3, "EUR")


@given(amounts(), WEIGHTS)
def test_what_is_distributed_adds_up_and_nobody_gets_a_minor_unit_too_much(amount, weights):
    total, currency = amount
    assume(sum(weights))

    shares = distribute(total, weights, currency)

    assert sum(shares) == total
    for share, weight in zip(shares, weights, strict=True):
        assert share == rounded(share, currency)
        assert share >= 0
        unfair = abs(share * sum(weights) - total * weight)
        assert unfair < minor_unit(currency) * sum(weights)


@given(amounts(), WEIGHTS, st.randoms(use_true_random=False))
def test_the_order_changes_only_who_of_equals_gets_the_odd_unit(amount, weights, random):
    total, currency = amount
    assume(sum(weights))
    places = list(range(len(weights)))
    random.shuffle(places)

    shares = distribute(total, weights, currency)
    shuffled = distribute(total, [weights[place] for place in places], currency)

    pairs = sorted(zip(weights, shares, strict=True))
    assert pairs == sorted(zip((weights[place] for place in places), shuffled, strict=True))


@given(amounts(), WEIGHTS)
def test_who_weighs_nothing_gets_nothing(amount, weights):
    total, currency = amount
    assume(sum(weights))

    shares = distribute(total, weights, currency)

    assert not any(share for share, weight in zip(shares, weights, strict=True) if not weight)


def test_of_equal_remainders_the_first_is_rounded_up():
    shares = distribute(Decimal("10.00"), [Decimal(1)] * 3, "EUR")

    assert shares == (Decimal("3.34"), Decimal("3.33"), Decimal("3.33"))


def test_the_largest_remainder_is_rounded_up():
    shares = distribute(Decimal("0.10"), [Decimal(1), Decimal(2), Decimal(4)], "EUR")

    assert shares == (Decimal("0.01"), Decimal("0.03"), Decimal("0.06"))


def test_without_any_weight_the_first_takes_all():
    assert distribute(Decimal("1.00"), [Decimal(0)] * 2, "EUR") == (Decimal("1.00"), 0)


@pytest.mark.parametrize(("total", "weight"), [("0.005", "1"), ("-1", "1"), ("1", "-1")])
def test_odd_amounts_and_negative_ones_are_not_distributed(total, weight):
    with pytest.raises(ValueError, match="cannot be distributed"):
        distribute(Decimal(total), [Decimal(weight), Decimal(2)], "EUR")


def test_nothing_is_distributed_among_nobody():
    with pytest.raises(ValueError, match="cannot be distributed"):
        distribute(Decimal(1), [], "EUR")
