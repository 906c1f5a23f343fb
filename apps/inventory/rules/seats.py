"""What tickets are called: numbers, and the seats that some of them are for."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from shop.events.orders import MOST_TICKETS, SEAT, OrderedItem
from shop.kernel.errors import InvalidInput

MOST_SEATS = 10_000
"""How many tickets there may be of one SKU."""

_BLOCK = re.compile(r"([A-Z]{0,2})(\d{1,3})\.\.([A-Z]{0,2})(\d{1,3})")
_FIRST_LETTER, _LETTERS = ord("A"), 26


def read_seats(text: str) -> list[str]:
    """Seats as staff types them, separated by blanks: A1 A2, or A1..J10 for ten rows of ten.

    Raises InvalidInput for what names no seat, a seat twice, or more seats than there may be.
    """
    seats: list[str] = []
    for word in re.split(r"[\s,;]+", text.strip().upper()):
        seats += _block(word) if ".." in word else [word]
        if len(seats) > MOST_SEATS:
            raise InvalidInput(f"There are at most {MOST_SEATS:,} seats of one kind.")
    return checked_seats(seats)


def checked_seats(seats: Sequence[str]) -> list[str]:
    """The seats themselves. Raises InvalidInput for none, a name that is none, or one twice."""
    if not 1 <= len(seats) <= MOST_SEATS:
        raise InvalidInput(f"There are 1 to {MOST_SEATS:,} seats of one kind, not {len(seats):,}.")
    for seat in seats:
        if not re.fullmatch(SEAT, seat):
            raise InvalidInput(f'"{seat[:30]}" names no seat: write it like A12, or A1..J10.')
    refuse_twins(seats)
    return list(seats)


def refuse_twins(seats: Collection[str]) -> None:
    """Raises InvalidInput if a seat is named twice."""
    twice = [seat for seat, times in Counter(seats).items() if times > 1]
    if twice:
        raise InvalidInput(f"Named twice: {', '.join(sorted(twice)[:10])}. Name each seat once.")


def picked_seats(items: Iterable[OrderedItem]) -> Mapping[str, Sequence[str]]:
    """The seats that an order names, by SKU; goods are left out, they have none.

    Raises InvalidInput for a seat twice, more seats than tickets, seats of what has none, or more
    tickets than one order may have.
    """
    picked: dict[str, list[str]] = {}
    tickets = 0
    for item in items:
        if item.is_ticket:
            tickets += item.quantity
            picked.setdefault(item.sku, []).extend(item.seats)
        _refuse_odd_seats(item)
    if tickets > MOST_TICKETS:
        raise InvalidInput(f"An order has at most {MOST_TICKETS} tickets, not {tickets:,}.")
    for seats in picked.values():
        refuse_twins(seats)
    return picked


def _refuse_odd_seats(item: OrderedItem) -> None:
    if item.seats and not item.is_ticket:
        raise InvalidInput(f"{item.sku} has no seats: order it by quantity alone.")
    if len(item.seats) > item.quantity:
        raise InvalidInput(
            f"{len(item.seats)} seats for {item.quantity} tickets of {item.sku}:"
            " take more tickets, or fewer seats."
        )


def _block(word: str) -> list[str]:
    """Every row from the first to the last, and in each every number."""
    read = _BLOCK.fullmatch(word)
    if read is None:
        raise InvalidInput(f'"{word[:30]}" names no seats: write them like A1..J10.')
    first_row, first, last_row, last = read.groups()
    rows = [_row_name(at) for at in range(_row_place(first_row), _row_place(last_row) + 1)]
    numbers = range(int(first), int(last) + 1)
    if not rows or not numbers or bool(first_row) != bool(last_row):
        raise InvalidInput(f'"{word}" ends before it begins: write it like A1..J10.')
    if len(rows) * len(numbers) > MOST_SEATS:
        raise InvalidInput(f"There are at most {MOST_SEATS:,} seats of one kind.")
    return [f"{row}{number}" for row in rows for number in numbers]


def _row_place(row: str) -> int:
    """A is 1, Z is 26, AA is 27; no row is 0."""
    place = 0
    for letter in row:
        place = place * _LETTERS + ord(letter) - _FIRST_LETTER + 1
    return place


def _row_name(place: int) -> str:
    name = ""
    while place:
        place, letter = divmod(place - 1, _LETTERS)
        name = chr(_FIRST_LETTER + letter) + name
    return name
