"""The sandbox's only clock. It lives outside the shop, so the shop's clock does not rule it."""

import time
from datetime import UTC, datetime


def now() -> float:
    """Seconds since 1970, as stored in every time column."""
    return time.time()


def written(moment: float) -> str:
    """A stored moment as ISO 8601 in UTC."""
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="milliseconds")


def current_month() -> tuple[int, int]:
    """The year and the month it is now, in UTC."""
    today = datetime.now(UTC)
    return today.year, today.month
