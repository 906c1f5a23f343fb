"""The names of the countries that parcels go to."""

import re
from collections.abc import Iterable, Sequence

_LONGEST_HEADER = 200
_REGION = re.compile(r"\b[a-z]{2,3}(?:-[A-Za-z]{4})?-([A-Z]{2})\b")
_NAMES = {
    "AT": "Austria",
    "BE": "Belgium",
    "BG": "Bulgaria",
    "CH": "Switzerland",
    "CY": "Cyprus",
    "CZ": "Czechia",
    "DE": "Germany",
    "DK": "Denmark",
    "EE": "Estonia",
    "ES": "Spain",
    "FI": "Finland",
    "FR": "France",
    "GB": "United Kingdom",
    "GR": "Greece",
    "HR": "Croatia",
    "HU": "Hungary",
    "IE": "Ireland",
    "IN": "India",
    "IT": "Italy",
    "LT": "Lithuania",
    "LU": "Luxembourg",
    "LV": "Latvia",
    "MT": "Malta",
    "NL": "Netherlands",
    "NO": "Norway",
    "PL": "Poland",
    "PT": "Portugal",
    "RO": "Romania",
    "SE": "Sweden",
    "SI": "Slovenia",
    "SK": "Slovakia",
    "US": "United States",
}


def country_choices(codes: Iterable[str]) -> list[tuple[str, str]]:
    """The countries with these codes for a select field, by name."""
    return sorted(((code, country_name(code)) for code in codes), key=lambda pair: pair[1])


def country_name(code: str) -> str:
    """The country's name, or its code if nobody has written the name down here."""
    return _NAMES.get(code, code)


def guessed_country(accept_language: str, *, among: Sequence[str]) -> str:
    """The first of these countries that a browser's languages name (`en-GB`), else empty."""
    named = _REGION.findall(accept_language[:_LONGEST_HEADER])
    return next((code for code in named if code in among), "")
