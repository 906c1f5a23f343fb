"""How postal codes are written, country by country, and the sentence for one that cannot be right.

A code is judged by its letters and digits alone: spaces, hyphens and small letters are as people
like them. Whether a code was ever given to a place only the country's post can tell.
"""

import re
from dataclasses import dataclass

from shop.kernel.countries import country_in_sentence
from shop.kernel.errors import InvalidInput

_GAPS = re.compile(r"[ \-]")


@dataclass(frozen=True)
class _Written:
    """`pattern` fits a whole code in capitals without gaps; `words` end on what an example is."""

    pattern: str
    words: str
    example: str


_DIGITS = {4: "four", 5: "five", 6: "six", 7: "seven"}


def _digits(count: int, example: str) -> _Written:
    return _Written(rf"[0-9]{{{count}}}", f"has {_DIGITS[count]} digits", example)


_WRITTEN = {
    "AT": _digits(4, "1010"),
    "BE": _digits(4, "1000"),
    "BG": _digits(4, "1700"),
    "CH": _digits(4, "3030"),
    "CY": _digits(4, "2008"),
    "CZ": _digits(5, "110 00"),
    "DE": _digits(5, "20457"),
    "DK": _digits(4, "8660"),
    "EE": _digits(5, "11212"),
    "ES": _digits(5, "28039"),
    "FI": _digits(5, "00550"),
    "FR": _digits(5, "33380"),
    "GB": _Written(
        r"[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][ABD-HJLN-UW-Z]{2}|GIR0AA|BFPO[0-9]{1,4}",
        "has two groups of letters and digits",
        "SW1Y 4JH",
    ),
    "GR": _digits(5, "151 24"),
    "HR": _digits(5, "10000"),
    "HU": _digits(4, "1037"),
    "IE": _Written(
        r"(?:[AC-FHKNPRTV-Y][0-9]{2}|D6W)[0-9AC-FHKNPRTV-Y]{4}",
        "is an Eircode of three and four signs",
        "A65 F4E2",
    ),
    "IN": _Written(r"[1-9][0-9]{5}", "is a PIN of six digits that does not begin with 0", "110034"),
    "IT": _digits(5, "00144"),
    "LT": _Written(r"(?:LT)?[0-9]{5}", "has five digits", "LT-04340"),
    "LU": _digits(4, "4750"),
    "LV": _Written(r"(?:LV)?[0-9]{4}", "has four digits", "LV-1073"),
    "MT": _Written(r"[A-Z]{3}[0-9]{2,4}", "has three letters and four digits", "VCT 1753"),
    "NL": _Written(
        r"[1-9][0-9]{3}(?:[A-RT-Z][A-Z]|S[BCE-RT-Z])", "has four digits and two letters", "1053 LB"
    ),
    "NO": _digits(4, "0107"),
    "PL": _digits(5, "00-950"),
    "PT": _digits(7, "1250-096"),
    "RO": _digits(6, "060274"),
    "SE": _digits(5, "114 55"),
    "SI": _digits(4, "4000"),
    "SK": _digits(5, "010 01"),
    "US": _Written(r"[0-9]{5}(?:[0-9]{4})?", "is a ZIP code of five or nine digits", "95014"),
}


def confirm_postal_code(postal_code: str, *, country: str) -> None:
    """Raises InvalidInput that names the field, unless codes of that country look like this.

    Of a country that nobody has written down here, every code is taken.
    """
    mistake = mistake_in_postal_code(postal_code, country=country)
    if mistake:
        raise InvalidInput(mistake, details={"fields": {"postal_code": [mistake]}})


def mistake_in_postal_code(postal_code: str, *, country: str) -> str:
    """What is wrong with it, in a sentence; empty if nothing is."""
    written = _WRITTEN.get(country)
    if written is None or re.fullmatch(written.pattern, _GAPS.sub("", postal_code).upper()):
        return ""
    place = country_in_sentence(country)
    return f"A postal code of {place} {written.words}, like {written.example}."
