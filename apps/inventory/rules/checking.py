"""What can be meant: SKUs, quantities, notes, counts."""

from collections.abc import Mapping
from dataclasses import dataclass

from shop.kernel.errors import InvalidInput

MAX_QUANTITY = 1_000_000
MAX_ON_HAND = 1_000_000_000
MAX_SKU_LENGTH = 255
MAX_CODE_LENGTH = 32
"""Of a warehouse."""
MAX_NOTE_LENGTH = 150
MAX_TITLE_LENGTH = 255
MAX_HOLD_MINUTES = 1_440
LONGEST_HOLD = 3
"""A buyer who is still at it is kept his units for so many times the length of a hold, in all."""
MOST_LINES_OF_A_TRANSFER = 300


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


def checked_hold(minutes: int) -> int:
    """The minutes themselves. Raises InvalidInput unless they are 1 to those of a day."""
    if not 1 <= minutes <= MAX_HOLD_MINUTES:
        raise InvalidInput(f"A hold lasts 1 to {MAX_HOLD_MINUTES:,} minutes, not {minutes:,}.")
    return minutes


def checked_point(units: int) -> int:
    """The reorder point itself. Raises InvalidInput unless so many units can lie in one place."""
    if not 0 <= units <= MAX_ON_HAND:
        raise InvalidInput(f"A reorder point is 0 to {MAX_ON_HAND:,} units, not {units:,}.")
    return units


def checked_limit(units: int) -> int:
    """The backorder limit itself. Raises InvalidInput unless so many units can be waited for."""
    if not 1 <= units <= MAX_ON_HAND:
        raise InvalidInput(f"A backorder limit is 1 to {MAX_ON_HAND:,} units, not {units:,}.")
    return units


def checked_note(note: str) -> str:
    """The note without space around it. Raises InvalidInput if it is too long or unprintable."""
    note = note.strip()
    if len(note) > MAX_NOTE_LENGTH or "\0" in note:
        raise InvalidInput(
            f"A note or a reason has at most {MAX_NOTE_LENGTH} printable characters."
        )
    return note


def checked_title(title: str) -> str:
    """The title without space around it. Raises InvalidInput if it is too long or unprintable."""
    title = title.strip()
    if len(title) > MAX_TITLE_LENGTH or "\0" in title:
        raise InvalidInput(f"A title has at most {MAX_TITLE_LENGTH} printable characters.")
    return title


def checked_reason(reason: str) -> str:
    """The reason without space around it. Raises InvalidInput without one, or for a bad one."""
    reason = checked_note(reason)
    if not reason:
        raise InvalidInput("Say why: whoever reads the books later wants to know.")
    return reason


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
