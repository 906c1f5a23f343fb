"""The seats of a kind of ticket as its page shows them: row by row, each free, kept or sold."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from apps.inventory.queries import ShownSeat

_ROW_AND_NUMBER = re.compile(r"([A-Z]{1,2})(\d{1,4})")
_LETTERS = {"available": "a", "reserved": "r", "sold": "s"}
_WORDS = {"available": "free", "reserved": "somebody is about to buy it", "sold": "sold"}


@dataclass(frozen=True, kw_only=True)
class Seating:
    """What may change while a page is open.

    `states` has a letter for each number, from 1: available, reserved, sold; a dash where the
    ticket was withdrawn.
    """

    states: str
    free: int
    capacity: int


@dataclass(frozen=True, kw_only=True)
class PlacedSeat:
    """A seat to be shown at a place of a row, from 1; `place` 0 is wherever it fits."""

    name: str
    number: int
    place: int
    state: str

    @property
    def is_free(self) -> bool:
        return self.state == "available"

    @property
    def words(self) -> str:
        return f"{self.name}, {_WORDS[self.state]}"


@dataclass(frozen=True, kw_only=True)
class SeatRow:
    """Seats beside each other; a row without a name is what has no rows."""

    name: str
    seats: tuple[PlacedSeat, ...]


@dataclass(frozen=True, kw_only=True)
class SeatMap:
    """All seats of a kind of ticket; no rows where everybody sits where they like."""

    sku: str
    seating: Seating
    rows: tuple[SeatRow, ...]


def seat_map(sku: str, tickets: Sequence[ShownSeat]) -> SeatMap:
    """The map of these tickets, which are in the order of their numbers."""
    placed = [_placed(ticket) for ticket in tickets if ticket.seat]
    rows = groupby(sorted(placed, key=_row_order), key=lambda each: each[0])
    return SeatMap(
        sku=sku,
        seating=seating_of(tickets),
        rows=tuple(SeatRow(name=name, seats=tuple(seat for _, seat in row)) for name, row in rows),
    )


def seating_of(tickets: Sequence[ShownSeat]) -> Seating:
    letters = {ticket.number: _LETTERS[ticket.state] for ticket in tickets}
    states = "".join(letters.get(number, "-") for number in range(1, max(letters, default=0) + 1))
    return Seating(states=states, free=states.count("a"), capacity=len(tickets))


def _placed(ticket: ShownSeat) -> tuple[str, PlacedSeat]:
    read = _ROW_AND_NUMBER.fullmatch(ticket.seat)
    row, place = (read[1], int(read[2])) if read else ("", 0)
    return row, PlacedSeat(name=ticket.seat, number=ticket.number, place=place, state=ticket.state)


def _row_order(placed: tuple[str, PlacedSeat]) -> tuple[int, str, int, int]:
    """A before B before AA; what has no row comes last, as it was opened."""
    row, seat = placed
    return (len(row) or len("ZZZ"), row, seat.place, seat.number)
