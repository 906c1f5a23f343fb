"""What can be meant: codes, SKUs, quantities, amounts, notes."""

import re
from collections.abc import Mapping
from decimal import Decimal

from shop.kernel.errors import InvalidInput
from shop.kernel.money import is_exact

MAX_SUPPLIER_CODE = 32
MAX_WAREHOUSE_CODE = 32
MAX_SKU_LENGTH = 255
MAX_QUANTITY = 1_000_000
MAX_COST = Decimal(10_000_000)
MAX_NOTE_LENGTH = 200
MAX_REFERENCE = 100
MAX_NUMBER = 32
"""Of a purchase order."""
MOST_LINES = 300
MOST_DAYS = 365

_CODE = re.compile(rf"[a-z0-9][a-z0-9-]{{0,{MAX_SUPPLIER_CODE - 1}}}")


def checked_code(code: str) -> str:
    """The code of a supplier itself. Raises InvalidInput if it cannot be one."""
    if not _CODE.fullmatch(code):
        raise InvalidInput(
            f"A supplier has a code of 1 to {MAX_SUPPLIER_CODE} small letters, digits and hyphens,"
            " like tea-house."
        )
    return code


def checked_sku(sku: str) -> str:
    """The SKU itself. Raises InvalidInput if it cannot name anything."""
    if not 1 <= len(sku) <= MAX_SKU_LENGTH or "\0" in sku:
        raise InvalidInput(f"A SKU has 1 to {MAX_SKU_LENGTH} printable characters.")
    return sku


def checked_quantity(quantity: int) -> int:
    """The quantity itself. Raises InvalidInput unless it is between 1 and a million."""
    if not 1 <= quantity <= MAX_QUANTITY:
        raise InvalidInput(f"A quantity is between 1 and {MAX_QUANTITY:,}, not {quantity:,}.")
    return quantity


def checked_units(units: Mapping[str, int]) -> dict[str, int]:
    """The units by SKU, in its order. Raises InvalidInput for none, or such as nobody can mean."""
    if not 1 <= len(units) <= MOST_LINES:
        raise InvalidInput(f"Name 1 to {MOST_LINES} SKUs with their quantities, not {len(units)}.")
    return {checked_sku(sku): checked_quantity(units[sku]) for sku in sorted(units)}


def checked_amount(amount: Decimal, currency: str) -> Decimal:
    """The amount itself. Raises InvalidInput unless such money can be paid."""
    if not 0 <= amount <= MAX_COST or not is_exact(amount, currency):
        raise InvalidInput(
            f"{amount} {currency} is no amount from 0 to {MAX_COST:,} that can be paid."
        )
    return amount


def checked_days(days: int) -> int:
    """The days themselves. Raises InvalidInput unless they are 0 to those of a year."""
    if not 0 <= days <= MOST_DAYS:
        raise InvalidInput(f"A lead time is 0 to {MOST_DAYS} days, not {days:,}.")
    return days


def checked_note(note: str, *, longest: int = MAX_NOTE_LENGTH) -> str:
    """The note without space around it. Raises InvalidInput if it is too long or unprintable."""
    note = note.strip()
    if len(note) > longest or "\0" in note:
        raise InvalidInput(f"That is more than {longest} printable characters.")
    return note


def checked_reason(reason: str) -> str:
    """The reason without space around it. Raises InvalidInput if there is none."""
    if not (said := checked_note(reason)):
        raise InvalidInput("Say why.")
    return said
