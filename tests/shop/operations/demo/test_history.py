from collections import Counter
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

import pytest

from shop.operations.demo.catalogue import products
from shop.operations.demo.history import Outcome, PlannedPurchase, plan_history
from shop.operations.demo.people import people

UNTIL = datetime(2026, 3, 1, 15, 30, tzinfo=UTC)
STOCK = {v.sku: sum(v.stock.values()) for product in products() for v in product.variants}


@pytest.fixture(scope="module")
def six_weeks() -> list[PlannedPurchase]:
    return list(plan_history(seed=7, until=UNTIL, days=42))


def units_sold(history: list[PlannedPurchase]) -> Counter[str]:
    sold: Counter[str] = Counter()
    for line in (line for purchase in history for line in purchase.lines):
        sold[line.sku] += line.quantity
    return sold


def test_the_same_seed_tells_the_same_story(six_weeks):
    assert list(plan_history(seed=7, until=UNTIL, days=42)) == six_weeks


def test_another_seed_tells_another_story(six_weeks):
    assert list(plan_history(seed=8, until=UNTIL, days=42)) != six_weeks


def test_purchases_come_in_order_of_time_within_the_days_asked_for(six_weeks):
    times = [purchase.placed_at for purchase in six_weeks]

    assert all(earlier <= later for earlier, later in pairwise(times))
    assert UNTIL - timedelta(days=42) <= times[0] < UNTIL - timedelta(days=41)
    assert UNTIL - timedelta(days=1) < times[-1] < UNTIL


def test_times_are_utc_whatever_zone_the_end_is_given_in(six_weeks):
    in_kolkata = UNTIL.astimezone(timezone(timedelta(hours=5, minutes=30)))

    history = list(plan_history(seed=7, until=in_kolkata, days=42))

    assert history == six_weeks
    assert {purchase.placed_at.tzinfo for purchase in history} == {UTC}


def test_an_end_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="Pass an aware time"):
        next(plan_history(seed=7, until=UNTIL.replace(tzinfo=None), days=42))


def test_no_days_are_no_purchases():
    assert list(plan_history(seed=7, until=UNTIL, days=0)) == []


def test_evenings_are_busier_than_dawn_and_sundays_than_saturdays(six_weeks):
    hours = Counter(purchase.placed_at.hour for purchase in six_weeks)
    weekdays = Counter(f"{purchase.placed_at:%a}" for purchase in six_weeks)

    assert sum(hours[hour] for hour in (17, 18, 19)) > 5 * sum(hours[hour] for hour in (1, 2, 3))
    assert weekdays["Sun"] > weekdays["Sat"]


def test_most_purchases_are_delivered_and_every_outcome_happens(six_weeks):
    outcomes = Counter(purchase.outcome for purchase in six_weeks)

    assert set(outcomes) == set(Outcome)
    assert outcomes[Outcome.DELIVERED] > len(six_weeks) * 0.8


def test_customers_come_from_the_address_book_and_most_of_them_come_again(six_weeks):
    visits = Counter(purchase.customer for purchase in six_weeks)

    assert set(visits) <= set(people())
    assert len([customer for customer, number in visits.items() if number > 1]) > 30


def test_a_basket_names_each_sku_once_and_takes_at_least_one_unit(six_weeks):
    for purchase in six_weeks:
        skus = [line.sku for line in purchase.lines]

        assert skus
        assert len(set(skus)) == len(skus)
        assert all(line.quantity >= 1 for line in purchase.lines)


def test_no_more_than_half_of_the_stock_is_sold_and_nothing_scarce():
    sold = units_sold(list(plan_history(seed=7, until=UNTIL, days=400)))

    assert [sku for sku, units in sold.items() if units > STOCK[sku] // 2] == []
    assert [sku for sku in sold if STOCK[sku] <= 3] == []


def test_the_story_ends_when_the_shelves_are_bare():
    history = list(plan_history(seed=7, until=UNTIL, days=2000))

    assert history[-1].placed_at < UNTIL - timedelta(days=365)
    assert units_sold(history) == {s: n // 2 for s, n in STOCK.items() if n > 3}
