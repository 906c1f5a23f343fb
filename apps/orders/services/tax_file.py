"""The tax rates that come with the shop, or another file that looks like theirs."""

import csv
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from apps.orders.rules import TaxPart
from apps.orders.services.taxes import TaxPeriod, TaxRule, load_tax_rules, set_tax_policy
from shop.kernel.errors import InvalidInput
from shop.kernel.outbox.unit_of_work import unit_of_work

_DATA = Path(__file__).parents[1] / "data"
TAX_FILE = _DATA / "tax_rates.csv"
POLICY_FILE = _DATA / "tax_policies.csv"
_YES_OR_NO = {"yes": True, "no": False}


def load_tax_file(path: Path = TAX_FILE) -> int:
    """Makes what the file says valid; returns how many rules say something new.

    Once more changes nothing. Raises InvalidInput naming the first line that cannot be understood.
    """
    rules: dict[TaxRule, list[TaxPeriod]] = {}
    for row in _rows(path):
        rule, period = _read(row)
        rules.setdefault(rule, []).append(period)
    return load_tax_rules(rules)


@unit_of_work
def load_tax_policies(path: Path = POLICY_FILE) -> int:
    """Makes valid how the countries of the file take tax; returns how many there are."""
    rows = list(_rows(path))
    for row in rows:
        try:
            included = _YES_OR_NO[row["prices_include_tax"]]
            country, rounding = row["country"], row["rounding"]
        except KeyError as error:
            raise InvalidInput(f"This does not say how tax is taken: {row}.") from error
        set_tax_policy(country=country, prices_include_tax=included, rounding=rounding)
    return len(rows)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        yield from csv.DictReader(line for line in file if not line.startswith("#"))


def _read(row: dict[str, str]) -> tuple[TaxRule, TaxPeriod]:
    try:
        return _rule(row), _period(row)
    except (ArithmeticError, KeyError, TypeError, ValueError) as error:
        raise InvalidInput(f"This is no tax rate: {row}.") from error


def _rule(row: dict[str, str]) -> TaxRule:
    return TaxRule(row["country"], row["tax_class"], row["postal_codes"], row["area"])


def _period(row: dict[str, str]) -> TaxPeriod:
    parts = tuple(_part(part) for part in (row.get("parts") or "").split(" + ") if part)
    return TaxPeriod(_moment(row["valid_from"]), Decimal(row["percent"]) / 100, parts)


def _part(text: str) -> TaxPart:
    """One part as it is written: its name, and how many percent it gets."""
    name, percent = text.rsplit(maxsplit=1)
    return TaxPart(name, Decimal(percent) / 100)


def _moment(day: str) -> datetime | None:
    return datetime.fromisoformat(day).replace(tzinfo=UTC) if day else None
