"""The names of the countries that the shop knows, by ISO 3166-1 alpha-2."""

import re

from shop.kernel.errors import InvalidInput

CODE = "^[A-Z]{2}$"
CODE_RULE = "A country is written as ISO 3166-1 alpha-2, like DE."

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
_WITH_ARTICLE = {"GB", "NL", "US"}


def country_name(code: str) -> str:
    """The country's name, or its code if nobody has written the name down here."""
    return _NAMES.get(code, code)


def country_in_sentence(code: str) -> str:
    """The country's name as a sentence needs it: Germany, the Netherlands."""
    name = country_name(code)
    return f"the {name}" if code in _WITH_ARTICLE else name


def confirm_country(code: str) -> None:
    """Raises InvalidInput unless it is written as the code of a country."""
    if not re.fullmatch(CODE, code):
        raise InvalidInput(CODE_RULE)
