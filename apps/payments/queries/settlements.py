"""What gateways settled as they told it, and how it differed from the books."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from apps.payments.models import SettlementBreak, SettlementEntry, SettlementFeed
from apps.payments.rules import SettlementLine


@dataclass(frozen=True, kw_only=True)
class KeptSettlement:
    """All lines of a gateway that are kept; `otherwise` is what lines said another time, by id."""

    provider: str
    told_until: datetime | None
    lines: list[SettlementLine]
    otherwise: dict[str, str]


def settled_gateways() -> list[str]:
    """Whoever has told of settlements, or is going to be asked."""
    return list(SettlementFeed.objects.order_by("provider").values_list("provider", flat=True))


def settlement_at(gateway: str) -> KeptSettlement:
    """What the gateway has told, the oldest first; nothing if it never did."""
    feed = SettlementFeed.objects.filter(provider=gateway).first()
    rows = list(SettlementEntry.objects.filter(provider=gateway).order_by("at", "line_id"))
    return KeptSettlement(
        provider=gateway,
        told_until=feed.told_until if feed else None,
        lines=[row.line for row in rows],
        otherwise={row.line_id: row.told_otherwise for row in rows if row.told_otherwise},
    )


def breaks_by_kind() -> Iterator[tuple[str, str, bool, int]]:
    """Gateway, kind, whether they are only open, and how many the last matching found."""
    counted = SettlementBreak.objects.values_list("provider", "kind", "is_open")
    yield from counted.annotate(count=Count("pk")).order_by("provider", "kind", "is_open")


def settlements_told_until() -> dict[str, datetime]:
    """Until when each gateway's settlements are known here."""
    told = SettlementFeed.objects.exclude(told_until=None)
    return {feed.provider: feed.told_until for feed in told if feed.told_until}
