"""What a gateway settled, against what our ledger says of it. Nothing but calculation."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal

from apps.payments.queries import Booked
from apps.payments.rules import Break, BreakKind, SettlementLine

SLACK = timedelta(hours=2)
"""The gateway's clock and ours, and the moment in which we learn of what it did, differ by less."""

_THEY_SAY_MORE = {BreakKind.UNKNOWN_HERE, BreakKind.REFUND_UNKNOWN_HERE}


@dataclass
class _Account:
    """One charge in one book; `came` and `went` are above zero."""

    came: Decimal = Decimal(0)
    went: Decimal = Decimal(0)
    currencies: set[str] = field(default_factory=set)
    moments: list[datetime] = field(default_factory=list)

    def add(self, came: Decimal, went: Decimal, currency: str, at: datetime) -> None:
        self.came += came
        self.went += went
        self.currencies.add(currency)
        self.moments.append(at)


@dataclass(frozen=True, kw_only=True)
class Patience:
    """How late lines may be that are read as they come, all from `told_since` to `told_until`.

    The gateway tells of what we booked within `settles_within`.
    """

    now: datetime
    told_since: datetime | None
    told_until: datetime | None
    settles_within: timedelta

    def covers(self, kind: BreakKind, theirs: _Account | None, ours: _Account | None) -> bool:
        """Whether what one book says may just not have come to the other one yet."""
        if self._is_younger(theirs, SLACK):
            return True
        return kind not in _THEY_SAY_MORE and self._is_younger(ours, self.settles_within)

    def _is_younger(self, account: _Account | None, age: timedelta) -> bool:
        return account is not None and max(account.moments) > self.now - age


def compared(
    told: Iterable[SettlementLine], booked: Sequence[Booked], patience: Patience | None = None
) -> list[Break]:
    """Every difference, by charge.

    A file tells of its own time only: what we booked before its first line or after its last one
    may stand in another file, and is not missed. With patience, what is young is open.
    """
    lines: dict[str, SettlementLine] = {}
    found = list(_told_differently(told, lines))
    theirs = _told(lines.values())
    ours = _booked(booked)
    orders = {one.charge_id: one.order_number or str(one.order_id) for one in booked}
    ids = {one.charge_id: one.order_id for one in booked}
    for charge_id, account in theirs.items():
        if charge_id not in ours:
            found.append(_unknown(charge_id, account))
        else:
            found += _differences(charge_id, account, ours[charge_id], orders[charge_id])
    found += _missing(theirs, _within(lines.values(), booked, patience), orders)
    found = [replace(one, order_id=ids.get(one.subject)) for one in found]
    if patience is None:
        return found
    return [
        replace(
            one, is_open=patience.covers(one.kind, theirs.get(one.subject), ours.get(one.subject))
        )
        for one in found
    ]


def _told_differently(
    told: Iterable[SettlementLine], lines: dict[str, SettlementLine]
) -> Iterator[Break]:
    """Fills `lines`, each once; files may overlap."""
    for line in told:
        first = lines.setdefault(line.id, line)
        if first != line:
            sentence = f"Line {line.id} says {line}, and before {first}."
            yield Break(kind=BreakKind.TOLD_DIFFERENTLY, subject=line.charge_id, sentence=sentence)


def _told(lines: Iterable[SettlementLine]) -> dict[str, _Account]:
    accounts: dict[str, _Account] = defaultdict(_Account)
    for line in lines:
        accounts[line.charge_id].add(line.came, line.went, line.currency, line.at)
    return dict(accounts)


def _booked(booked: Iterable[Booked]) -> dict[str, _Account]:
    accounts: dict[str, _Account] = defaultdict(_Account)
    nothing = Decimal(0)
    for one in booked:
        came, went = max(one.amount, nothing), max(-one.amount, nothing)
        accounts[one.charge_id].add(came, went, one.currency, one.at)
    return dict(accounts)


def _unknown(charge_id: str, account: _Account) -> Break:
    return Break(
        kind=BreakKind.UNKNOWN_HERE,
        subject=charge_id,
        sentence=f"The gateway took {account.came} and gave back {account.went}"
        f" {_named(account)}; no order here knows of it.",
    )


def _differences(charge_id: str, theirs: _Account, ours: _Account, order: str) -> Iterator[Break]:
    about = f"Order {order}: "
    if theirs.currencies != ours.currencies:
        sentence = f"{about}it is in {_named(ours)} here, and in {_named(theirs)} there."
        yield Break(kind=BreakKind.CURRENCY_DIFFERS, subject=charge_id, sentence=sentence)
        return
    if theirs.came and theirs.came != ours.came:
        sentence = f"{about}{ours.came} came in here, and {theirs.came} there."
        yield Break(kind=BreakKind.AMOUNT_DIFFERS, subject=charge_id, sentence=sentence)
    if theirs.went > ours.went:
        sentence = f"{about}{theirs.went} went back there, and only {ours.went} here."
        yield Break(kind=BreakKind.REFUND_UNKNOWN_HERE, subject=charge_id, sentence=sentence)


def _within(
    lines: Iterable[SettlementLine], booked: Sequence[Booked], patience: Patience | None
) -> list[Booked]:
    """What we booked in the time that the lines tell of."""
    moments: list[datetime] = [line.at for line in lines]
    first, last = min(moments, default=None), max(moments, default=None)
    if patience is not None:
        first, last = patience.told_since, patience.told_until
    if first is None or last is None:
        return []
    return [one for one in booked if first + SLACK <= one.at <= last - SLACK]


def _missing(
    theirs: Mapping[str, _Account], booked: Sequence[Booked], orders: Mapping[str, str]
) -> Iterator[Break]:
    for charge_id, account in _booked(booked).items():
        told = theirs.get(charge_id, _Account())
        about = f"Order {orders[charge_id]}: "
        if account.came and not told.came:
            sentence = f"{about}{account.came} {_named(account)} came in here, and nothing there."
            yield Break(kind=BreakKind.MISSING_THERE, subject=charge_id, sentence=sentence)
        if account.went > told.went:
            sentence = f"{about}{account.went} went back here, and {told.went} there."
            yield Break(kind=BreakKind.REFUND_MISSING_THERE, subject=charge_id, sentence=sentence)


def _named(account: _Account) -> str:
    return "/".join(sorted(account.currencies))
