"""Who gets which units: pure calculation over what lies in the warehouses."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from shop.events.inventory import HeldStock
from shop.events.orders import OrderedItem, Shortage
from shop.kernel.errors import InvalidInput

MAX_QUANTITY = 1_000_000
MAX_ON_HAND = 1_000_000_000
MAX_SKU_LENGTH = 255
MAX_NOTE_LENGTH = 150
MOST_LINES_OF_A_TRANSFER = 300

Demand = Mapping[str, int]
"""Units wanted by SKU, all lines of an order summed."""


@dataclass(frozen=True, slots=True)
class Place:
    """Units of one SKU in one warehouse that are promised to nobody."""

    sku: str
    warehouse: str
    free: int


@dataclass(frozen=True, kw_only=True)
class StockLevel:
    """How many units of a SKU somebody counted in a warehouse."""

    sku: str
    warehouse: str
    on_hand: int


@dataclass(frozen=True, kw_only=True)
class Correction:
    """So many units shall be on hand in a place, where the books said `expected` before.

    Without `expected` it says with how many a place begins: one that has begun stays as it is.
    """

    sku: str
    warehouse: str
    on_hand: int
    expected: int | None = None


@dataclass(frozen=True, kw_only=True)
class Counted:
    """How many units of a SKU lie where a count sheet says; `reason` is why, if somebody knows."""

    sku: str
    units: int
    reason: str = ""


def is_sku(text: str) -> bool:
    """Whether the text can name anything: 1 to 255 characters that PostgreSQL can store."""
    return 1 <= len(text) <= MAX_SKU_LENGTH and "\0" not in text


def checked_sku(sku: str) -> str:
    """The SKU itself. Raises InvalidInput if it cannot name anything."""
    if not is_sku(sku):
        raise InvalidInput(f"A SKU has 1 to {MAX_SKU_LENGTH} printable characters.")
    return sku


def checked_quantity(quantity: int) -> int:
    """The quantity itself. Raises InvalidInput unless it is between 1 and a million."""
    if not 1 <= quantity <= MAX_QUANTITY:
        raise InvalidInput(f"A quantity is between 1 and {MAX_QUANTITY:,}, not {quantity:,}.")
    return quantity


def checked_note(note: str) -> str:
    """The note without space around it. Raises InvalidInput if it is too long or unprintable."""
    note = note.strip()
    if len(note) > MAX_NOTE_LENGTH or "\0" in note:
        raise InvalidInput(
            f"A note or a reason has at most {MAX_NOTE_LENGTH} printable characters."
        )
    return note


def checked_units(units: Mapping[str, int]) -> dict[str, int]:
    """The units by SKU, in its order. Raises InvalidInput for none, or such as nobody can mean."""
    if not 1 <= len(units) <= MOST_LINES_OF_A_TRANSFER:
        raise InvalidInput(
            f"A transfer names 1 to {MOST_LINES_OF_A_TRANSFER} SKUs, not {len(units)}."
        )
    return {checked_sku(sku): checked_quantity(units[sku]) for sku in sorted(units)}


def checked_count(units: int) -> int:
    """The count itself. Raises InvalidInput unless so many units can lie in one place."""
    if not 0 <= units <= MAX_ON_HAND:
        raise InvalidInput(f"A count is between 0 and {MAX_ON_HAND:,} units, not {units:,}.")
    return units


def demand_of(items: Iterable[OrderedItem]) -> Demand:
    """What the lines want together; a SKU on two lines is wanted once, with the sum.

    Raises InvalidInput if there is no line, or a SKU, quantity or sum that nobody can mean.
    """
    demand: dict[str, int] = {}
    for item in items:
        quantity = demand.get(item.sku, 0) + checked_quantity(item.quantity)
        demand[checked_sku(item.sku)] = checked_quantity(quantity)
    if not demand:
        raise InvalidInput("An order needs at least one line.")
    return demand


def shortages(demand: Demand, places: Iterable[Place]) -> tuple[Shortage, ...]:
    """The SKUs of which all places together have too little; empty if everything can be had."""
    free = dict.fromkeys(demand, 0)
    for place in places:
        free[place.sku] += place.free
    return tuple(
        Shortage(sku=sku, wanted=wanted, available=free[sku])
        for sku, wanted in demand.items()
        if wanted > free[sku]
    )


def allocate(demand: Demand, places: Sequence[Place]) -> tuple[HeldStock, ...]:
    """Which units to hold for a demand that can be met, in the order of `places`.

    The first warehouse that has all units of a SKU gives them; if none has, the fullest ones share,
    so that as few parcels as possible are needed.
    """
    return tuple(
        HeldStock(sku=place.sku, warehouse=place.warehouse, quantity=quantity)
        for sku, wanted in demand.items()
        for place, quantity in _shared(wanted, [place for place in places if place.sku == sku])
    )


def _shared(wanted: int, places: Sequence[Place]) -> Iterable[tuple[Place, int]]:
    for place in places:
        if place.free >= wanted:
            return [(place, wanted)]
    return _split(wanted, sorted(places, key=lambda place: (-place.free, place.warehouse)))


def _split(wanted: int, fullest_first: Iterable[Place]) -> Iterable[tuple[Place, int]]:
    for place in fullest_first:
        taken = min(wanted, place.free)
        if taken:
            yield place, taken
        wanted -= taken
