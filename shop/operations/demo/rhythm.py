"""When people shop: little at dawn, most after supper, more on Sundays than on Saturdays."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random

_PURCHASES_A_DAY = 18

# From Monday to Sunday.
_WEEK = (1.1, 1.0, 0.95, 1.0, 0.9, 0.75, 1.3)

# For every hour of the day in UTC; Europe is an hour or two ahead.
_DAY = (2, 1, 1, 1, 2, 4, 8, 11, 13, 14, 17, 18, 15, 12, 12, 13, 16, 21, 26, 27, 22, 14, 8, 4)


def moments(*, since: datetime, until: datetime, chance: Random) -> Iterator[datetime]:
    """Instants of purchases from `since` up to, but without, `until`; sorted, aware, in UTC."""
    first = since.astimezone(UTC)
    last = until.astimezone(UTC)
    midnight = first.replace(hour=0, minute=0, second=0, microsecond=0)
    while midnight < last:
        yield from (moment for moment in _day_from(midnight, chance) if first <= moment < last)
        midnight += timedelta(days=1)


def _day_from(midnight: datetime, chance: Random) -> list[datetime]:
    expected = _PURCHASES_A_DAY * _WEEK[midnight.weekday()]
    purchases = round(expected * chance.uniform(0.75, 1.25))
    hours = chance.choices(range(24), weights=_DAY, k=purchases)
    return sorted(
        midnight + timedelta(hours=hour, seconds=chance.randrange(3600)) for hour in hours
    )
