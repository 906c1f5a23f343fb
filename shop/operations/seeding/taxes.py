"""Value added tax of the countries that the demo shop sends to, as of January 2026.

Where a country has several reduced rates, "reduced" is the one that most groceries have.
"""

from decimal import Decimal

from apps.orders.services import set_tax_rate
from shop.kernel.outbox.unit_of_work import unit_of_work

# Country, then percent for standard goods, reduced goods, and printed books.
_PERCENT = """
AT 20   10   10
BE 21    6    6
CZ 21   12    0
DE 19    7    7
DK 25   25   25
ES 21   10    4
FI 25.5 13.5 13.5
FR 20    5.5  5.5
IE 23   13.5  0
IT 22   10    4
LU 17    3    3
NL 21    9    9
PL 23    5    5
PT 23    6    6
SE 25   12    6
"""
_CLASSES = ("standard", "reduced", "books")


@unit_of_work
def seed_taxes() -> int:
    """Sets every rate; returns in how many countries. Once more changes nothing."""
    rows = [line.split() for line in _PERCENT.strip().splitlines()]
    for country, *percents in rows:
        for tax_class, percent in zip(_CLASSES, percents, strict=True):
            set_tax_rate(country=country, tax_class=tax_class, rate=Decimal(percent) / 100)
        set_tax_rate(country=country, tax_class="zero", rate=Decimal(0))
    return len(rows)
