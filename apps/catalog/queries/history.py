"""What things cost over time: the record behind "lowest price of 30 days"."""

from dataclasses import replace
from datetime import datetime

from apps.catalog.rules.price_history import PricePeriod
from apps.catalog.sql.history import PeriodRow, price_periods
from shop.kernel import clock
from shop.kernel.money import money


def price_history(
    sku: str, *, currency: str, at_most: int, before: datetime | None = None
) -> list[PricePeriod]:
    """What the SKU cost and costs, the latest first, as far as it began `before`.

    What lies ahead is the shop's own business: neither a plan nor the end of what counts is told.
    """
    now = clock.now()
    rows = price_periods(sku, before=before, until=now, at_most=at_most)
    return [_told(_period(row, currency), now) for row in rows]


def prices_over_time(sku: str, *, currency: str, at_most: int) -> list[PricePeriod]:
    """As `price_history`, with all that is planned."""
    rows = price_periods(sku, before=None, until=None, at_most=at_most)
    return [_period(row, currency) for row in rows]


def _told(period: PricePeriod, now: datetime) -> PricePeriod:
    return period if period.standing(now) == "over" else replace(period, ends=None)


def _period(row: PeriodRow, currency: str) -> PricePeriod:
    lowest = row.lowest_before
    return PricePeriod(
        price=money(row.price, currency),
        is_planned=row.is_planned,
        starts=row.starts,
        ends=row.ends,
        lowest_before=None if lowest is None else money(lowest, currency),
    )
