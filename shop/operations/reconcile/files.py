"""Settlement files: Stripe's itemised balance report, and a plain one for all other gateways.

The plain one has the columns `id`, `charge`, `amount` (major units; below zero for what went back),
`currency` and `at` (ISO 8601, with its zone).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation

from apps.payments.rules import SettlementLine
from shop.kernel.errors import InvalidInput
from shop.kernel.findings import Finding, error
from shop.kernel.tables import Table

_CAME = {"charge", "charge_failure", "partial_capture_reversal"}
_WENT = {"refund", "refund_failure"}
"""Stripe's reporting categories that move a buyer's money; all others move the shop's own."""
_NOTHING = Decimal(0)


@dataclass(frozen=True)
class _Format:
    needs: tuple[str, ...]
    read: Callable[[Mapping[str, str]], SettlementLine | None]


def read_settlement(lines: Iterable[str]) -> Iterator[SettlementLine | Finding]:
    """What each row says of a charge, or what is wrong with it.

    Rows about fees and payouts are passed over. Raises InvalidInput if it is no settlement file.
    """
    for found in read_numbered(lines):
        yield found if isinstance(found, Finding) else found[1]


def read_numbered(lines: Iterable[str]) -> Iterator[tuple[int, SettlementLine] | Finding]:
    """The same with the physical line of each row."""
    table = Table(lines)
    form = next((one for one in _FORMATS if set(one.needs) <= set(table.header)), None)
    if form is None:
        raise InvalidInput(
            "This is no settlement file: it needs the columns "
            + ", or ".join(", ".join(one.needs) for one in _FORMATS)
            + "."
        )
    for found in table.rows():
        if isinstance(found, Finding):
            yield found
            continue
        line, cells = found
        try:
            told = form.read(dict(zip(table.header, (cell.strip() for cell in cells), strict=True)))
        except (ValueError, InvalidOperation) as wrong:
            yield error(line, "", f"The row cannot be read: {wrong}.")
            continue
        if told is not None:
            yield line, told


def _plain(row: Mapping[str, str]) -> SettlementLine:
    amount = _amount(row["amount"])
    return SettlementLine(
        id=_text(row, "id"),
        charge_id=_text(row, "charge"),
        came=max(amount, _NOTHING),
        went=max(-amount, _NOTHING),
        currency=_currency(row["currency"]),
        at=_moment(row["at"]),
    )


def _stripe(row: Mapping[str, str]) -> SettlementLine | None:
    """In the buyer's currency, where the report has that: the shop may settle in another one."""
    category = row["reporting_category"]
    if category not in _CAME | _WENT:
        return None
    paid = row.get("customer_facing_amount", "")
    currency = row.get("customer_facing_currency", "") if paid else row["currency"]
    amount = _amount(paid or row["gross"])
    return SettlementLine(
        id=_text(row, "balance_transaction_id"),
        charge_id=row["payment_intent_id"] or _text(row, "charge_id"),
        came=amount if category in _CAME else _NOTHING,
        went=-amount if category in _WENT else _NOTHING,
        currency=_currency(currency or row["currency"]),
        at=_moment(f"{row['created_utc']}+00:00"),
    )


_FORMATS = (
    _Format(
        (
            "balance_transaction_id",
            "created_utc",
            "currency",
            "gross",
            "reporting_category",
            "charge_id",
            "payment_intent_id",
        ),
        _stripe,
    ),
    _Format(("id", "charge", "amount", "currency", "at"), _plain),
)


def _text(row: Mapping[str, str], name: str) -> str:
    if not row[name]:
        raise ValueError(f"{name} is empty")
    return row[name]


def _amount(text: str) -> Decimal:
    amount = Decimal(text)
    if not amount.is_finite():
        raise ValueError(f"{text} is no amount")
    return amount


def _currency(text: str) -> str:
    if len(text) != 3 or not text.isalpha():
        raise ValueError(f"{text!r} is no currency")
    return text.upper()


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text} has no zone, like +00:00")
    return moment.astimezone(UTC)
