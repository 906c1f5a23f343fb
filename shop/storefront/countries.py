"""The names of the countries that parcels go to."""

import re
from collections.abc import Iterable, Sequence

from shop.kernel.countries import country_name

_LONGEST_HEADER = 200
_REGION = re.compile(r"\b[a-z]{2,3}(?:-[A-Za-z]{4})?-([A-Z]{2})\b")


def country_choices(codes: Iterable[str]) -> list[tuple[str, str]]:
    """The countries with these codes for a select field, by name."""
    return sorted(((code, country_name(code)) for code in codes), key=lambda pair: pair[1])


def guessed_country(accept_language: str, *, among: Sequence[str]) -> str:
    """The first of these countries that a browser's languages name (`en-GB`), else empty."""
    named = _REGION.findall(accept_language[:_LONGEST_HEADER])
    return next((code for code in named if code in among), "")
