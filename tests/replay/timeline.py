"""The history as things that happen, one after the other."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum

import duckdb


class What(StrEnum):
    """In the order in which those of the same second happen."""

    PLACED = "placed"
    PAID = "approved"
    HANDED_OVER = "carried"
    DELIVERED = "delivered"
    TIME_IS_OVER = "lapses"
    GIVEN_UP = "given_up"


@dataclass(frozen=True, kw_only=True)
class Told:
    """An order as the history tells of it; a line is a SKU and its price, one unit each."""

    id: str
    customer: str
    zip: str
    city: str
    lines: tuple[tuple[str, Decimal], ...]
    freight: Decimal
    paid: Decimal | None

    @property
    def price(self) -> Decimal:
        return self.freight + sum(price for _, price in self.lines)


@dataclass(frozen=True, kw_only=True)
class Happening:
    moment: datetime
    what: What
    order: Told


_HAPPENINGS = """
SELECT moment, what, order_id FROM (
    UNPIVOT history ON placed, approved, carried, delivered, lapses, given_up
    INTO NAME what VALUE moment)
ORDER BY moment, list_position($kinds, what), order_id
"""


def happenings(books: duckdb.DuckDBPyConnection) -> Iterator[Happening]:
    """All that happens, in the order of time."""
    orders = _orders(books)
    rows = books.execute(_HAPPENINGS, {"kinds": [*What]}).fetchall()
    for moment, what, order_id in rows:
        yield Happening(moment=moment.replace(tzinfo=UTC), what=What(what), order=orders[order_id])


def _orders(books: duckdb.DuckDBPyConnection) -> dict[str, Told]:
    lines = defaultdict(list)
    for order_id, sku, price in books.execute(
        "SELECT order_id, sku, price FROM lines ORDER BY order_id, position"
    ).fetchall():
        lines[order_id].append((sku, price))
    rows = books.execute(
        "SELECT order_id, customer, zip, city, freight, paid FROM history"
    ).fetchall()
    return {
        order_id: Told(
            id=order_id,
            customer=customer,
            zip=zip_code,
            city=city,
            lines=tuple(lines[order_id]),
            freight=freight or Decimal(0),
            paid=paid,
        )
        for order_id, customer, zip_code, city, freight, paid in rows
    }
