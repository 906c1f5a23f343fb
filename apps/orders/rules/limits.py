"""How much may be wanted at once."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from shop.events.orders import SEAT
from shop.kernel.errors import InvalidInput

MOST_LINES = 100
MOST_UNITS = 10_000
MOST_MONEY = Decimal(10**11)
"""What the books can hold: less than that."""


@dataclass(frozen=True)
class WantedLine:
    """So many units of one SKU; of tickets, perhaps for these seats."""

    sku: str
    quantity: int
    seats: tuple[str, ...] = ()


def confirm_orderable(lines: Sequence[WantedLine]) -> None:
    """Raises InvalidInput unless so many lines of so many units can be one order."""
    if not 1 <= len(lines) <= MOST_LINES:
        raise InvalidInput(f"An order has between 1 and {MOST_LINES} lines.")
    for line in lines:
        confirm_quantity(line)


def confirm_quantity(line: WantedLine) -> None:
    """Raises InvalidInput unless a line can have so many units."""
    if not 1 <= line.quantity <= MOST_UNITS:
        raise InvalidInput(
            f"{line.quantity} units of {line.sku} cannot be ordered:"
            f" a line has between 1 and {MOST_UNITS}."
        )
    _confirm_seats(line)


def _confirm_seats(line: WantedLine) -> None:
    if len(line.seats) > line.quantity:
        raise InvalidInput(
            f"{len(line.seats)} seats for {line.quantity} tickets of {line.sku}:"
            " take more tickets, or fewer seats."
        )
    for seat in line.seats:
        if not re.fullmatch(SEAT, seat):
            raise InvalidInput(f'"{seat[:30]}" names no seat: write it like A12.')
        if line.seats.count(seat) > 1:
            raise InvalidInput(f"Seat {seat} is named twice: name each seat once.")


def confirm_payable(total: Decimal) -> None:
    """Raises InvalidInput for more money than the books can hold."""
    if total >= MOST_MONEY:
        raise InvalidInput(f"An order costs less than {MOST_MONEY:,}: order less of it.")
