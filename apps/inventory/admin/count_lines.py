"""Counts as staff types them: a SKU, how many lie there, and why if it is another number."""

import re

from apps.inventory.models import CountReason
from apps.inventory.rules import Counted
from shop.kernel.errors import InvalidInput

HELP = (
    "One SKU a line, then how many lie there, like TEA-100 12, and why it is another number than"
    f" the books say, if you know: TEA-100 12 damaged. Reasons: {', '.join(CountReason.values)}."
)

_UNITS = re.compile(r"-?[0-9]{1,12}")


def read_counts(text: str) -> list[Counted]:
    """What the lines say. Raises InvalidInput for one that is no count."""
    return [_read(line.strip()) for line in text.splitlines() if line.strip()]


def read_skus(text: str) -> list[str] | None:
    """The SKUs, one a line; None if there is none."""
    return [line.strip() for line in text.splitlines() if line.strip()] or None


def _read(line: str) -> Counted:
    # A SKU may have blanks and end in a number itself, so the line is read from its end.
    said, last = _last_word(line)
    reason = "" if _UNITS.fullmatch(last) else last
    sku, units = _last_word(said) if reason else (said, last)
    if not sku or not _UNITS.fullmatch(units):
        raise InvalidInput(f'"{line[:60]}" is no count: write it like TEA-100 12.')
    return Counted(sku=sku, units=int(units), reason=reason.lower())


def _last_word(text: str) -> tuple[str, str]:
    *before, word = text.rsplit(maxsplit=1) or [""]
    return "".join(before), word
