"""The tax rates that come with the shop, or another file that looks like theirs."""

import csv
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from apps.orders.services.taxes import TaxPeriod, TaxRule, load_tax_rules
from shop.kernel.errors import InvalidInput

TAX_FILE = Path(__file__).parents[1] / "data" / "tax_rates.csv"


def load_tax_file(path: Path = TAX_FILE) -> int:
    """Makes what the file says valid; returns how many rules say something new.

    Once more changes nothing. Raises InvalidInput naming the first line that cannot be understood.
    """
    rules: dict[TaxRule, list[TaxPeriod]] = {}
    with path.open(newline="", encoding="utf-8") as file:
        for rule, period in _read(file):
            rules.setdefault(rule, []).append(period)
    return load_tax_rules(rules)


def _read(file: Iterator[str]) -> Iterator[tuple[TaxRule, TaxPeriod]]:
    for row in csv.DictReader(line for line in file if not line.startswith("#")):
        try:
            yield _rule(row), TaxPeriod(_moment(row["valid_from"]), Decimal(row["percent"]) / 100)
        except (ArithmeticError, KeyError, TypeError, ValueError) as error:
            raise InvalidInput(f"This is no tax rate: {row}.") from error


def _rule(row: dict[str, str]) -> TaxRule:
    return TaxRule(row["country"], row["tax_class"], row["postal_codes"], row["area"])


def _moment(day: str) -> datetime | None:
    return datetime.fromisoformat(day).replace(tzinfo=UTC) if day else None
