"""What gateways settled as they told it, and how it differed from the books."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Count, Min

from apps.payments import sql
from apps.payments.models import SettlementBreak, SettlementEntry, SettlementFeed
from apps.payments.rules import SettlementLine


@dataclass(frozen=True, kw_only=True)
class KeptSettlement:
    """What is kept of a gateway: how many lines since when, and all till when.

    `lines` are those of charges of which the ledger says something else, `differing`; `otherwise`
    are lines that said something else another time, with that.
    """

    count: int
    told_since: datetime | None
    told_until: datetime | None
    differing: list[str]
    lines: list[SettlementLine]
    otherwise: list[tuple[SettlementLine, str]]


def settled_gateways() -> list[str]:
    """Whoever has told of settlements, or is going to be asked."""
    return list(SettlementFeed.objects.order_by("provider").values_list("provider", flat=True))


def settlement_at(gateway: str) -> KeptSettlement:
    """What the gateway has told; nothing if it never did. The database adds up, so what agrees is
    not read."""
    entries = SettlementEntry.objects.filter(provider=gateway)
    whole = entries.aggregate(count=Count("pk"), since=Min("at"))
    differing = _charges_that_differ(gateway, whole["since"])
    otherwise = entries.exclude(told_otherwise="").order_by("at", "line_id")
    return KeptSettlement(
        count=whole["count"],
        told_since=whole["since"],
        told_until=settlements_told_until().get(gateway),
        differing=differing,
        lines=[row.line for row in entries.filter(charge_id__in=differing).order_by("at")],
        otherwise=[(row.line, row.told_otherwise) for row in otherwise],
    )


def _charges_that_differ(gateway: str, since: datetime | None) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(sql.CHARGES_THAT_DIFFER, {"gateway": gateway, "since": since})
        return [charge_id for (charge_id,) in cursor.fetchall()]


def breaks_by_kind() -> Iterator[tuple[str, str, bool, int]]:
    """Gateway, kind, whether they are only open, and how many the last matching found."""
    counted = SettlementBreak.objects.values_list("provider", "kind", "is_open")
    yield from counted.annotate(count=Count("pk")).order_by("provider", "kind", "is_open")


def settlements_told_until() -> dict[str, datetime]:
    """Until when each gateway's settlements are known here."""
    told = SettlementFeed.objects.exclude(told_until=None)
    return {feed.provider: feed.told_until for feed in told if feed.told_until}
