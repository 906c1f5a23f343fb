"""What gateways settled is kept once; what a matching found replaces what one found before."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from apps.payments.models import SettlementBreak, SettlementEntry, SettlementFeed
from apps.payments.rules import Break, SettlementLine, Statement
from shop.kernel.outbox.unit_of_work import unit_of_work


@dataclass(frozen=True, kw_only=True)
class Kept:
    """How many lines were new and known, and which say something else than when they were kept."""

    new: int
    known: int
    otherwise: tuple[SettlementLine, ...]


@unit_of_work
def ask_for_settlements(providers: Collection[str]) -> None:
    """Has each of these gateways asked for what it settled since it was asked last."""
    for provider in sorted(providers):
        feed = _locked_feed(provider)
        feed.ask()
        feed.save(update_fields=["due_at", "story"])


@unit_of_work
def record_statement(
    *, feed_id: UUID, claims: int, statement: Statement, complete_until: datetime | None
) -> None:
    """Lines that the gateway told when asked; the last ones say until when they are complete.

    Raises ClaimLost.
    """
    feed = SettlementFeed.objects.select_for_update().get(pk=feed_id)
    feed.confirm_claim(claims)
    _keep(feed.provider, statement.lines)
    feed.tell(statement.place)
    if complete_until is not None:
        feed.tell_until(complete_until)
        feed.finish()
    feed.save(update_fields=["place", "told_until", "due_at"])


@unit_of_work
def keep_settlement(*, provider: str, lines: Sequence[SettlementLine]) -> Kept:
    """Lines of a file. Those that are here change nothing."""
    feed = _locked_feed(provider)
    kept = _keep(provider, lines)
    if lines:
        feed.tell_until(max(line.at for line in lines))
        feed.save(update_fields=["told_until"])
    return kept


@unit_of_work
def keep_breaks(*, seen_at: datetime, breaks: Collection[Break]) -> None:
    """All that is different between books as they were then; an older look changes nothing."""
    feeds = list(SettlementFeed.objects.select_for_update().order_by("provider"))
    if any(feed.matched_at and feed.matched_at >= seen_at for feed in feeds):
        return
    SettlementFeed.objects.update(matched_at=seen_at)
    found = {_named(one): one for one in breaks}
    known = {_named(row): row for row in SettlementBreak.objects.all()}
    gone = [row.pk for name, row in known.items() if name not in found]
    SettlementBreak.objects.filter(pk__in=gone).delete()
    for is_open in (True, False):
        pks = [known[name].pk for name in known.keys() & found if found[name].is_open is is_open]
        SettlementBreak.objects.filter(pk__in=pks).exclude(is_open=is_open).update(is_open=is_open)
    new = [_row(one, seen_at) for name, one in found.items() if name not in known]
    SettlementBreak.objects.bulk_create(new)


def _row(one: Break, seen_at: datetime) -> SettlementBreak:
    return SettlementBreak(
        provider=one.provider,
        kind=one.kind,
        subject=one.subject,
        order_id=one.order_id,
        sentence=one.sentence,
        is_open=one.is_open,
        found_at=seen_at,
    )


def _locked_feed(provider: str) -> SettlementFeed:
    SettlementFeed.objects.bulk_create(
        [SettlementFeed(provider=provider, due_at=None)], ignore_conflicts=True
    )
    return SettlementFeed.objects.select_for_update().get(provider=provider)


def _keep(provider: str, lines: Sequence[SettlementLine]) -> Kept:
    """The gateway's feed is locked, so nobody else keeps lines of it."""
    ids = [line.id for line in lines]
    rows = SettlementEntry.objects.filter(provider=provider, line_id__in=ids)
    known = {row.line_id: row for row in rows}
    new: dict[str, SettlementEntry] = {}
    otherwise: list[SettlementLine] = []
    changed: list[SettlementEntry] = []
    for line in lines:
        first = known.get(line.id) or new.get(line.id)
        if first is None:
            new[line.id] = _entry(provider, line)
        elif first.line != line:
            first.told_otherwise = str(line)
            otherwise.append(line)
            changed.append(first)
    SettlementEntry.objects.bulk_create(new.values())
    SettlementEntry.objects.bulk_update(
        [row for row in changed if row.line_id in known], ["told_otherwise"]
    )
    return Kept(new=len(new), known=len(lines) - len(new), otherwise=tuple(otherwise))


def _entry(provider: str, line: SettlementLine) -> SettlementEntry:
    return SettlementEntry(
        provider=provider,
        line_id=line.id,
        charge_id=line.charge_id,
        came=line.came,
        went=line.went,
        currency=line.currency,
        at=line.at,
    )


def _named(one: Break | SettlementBreak) -> tuple[str, str, str, str]:
    return one.provider, one.kind, one.subject, one.sentence
