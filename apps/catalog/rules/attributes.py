"""What an attribute of a product may be, from the text that somebody wrote."""

import re
from dataclasses import dataclass
from decimal import Decimal

from apps.catalog.rules.soundness import one_line
from apps.catalog.rules.units import UNITS, base_value
from shop.kernel.errors import InvalidInput

NUMBER_LIMIT = Decimal(10) ** 13
MOST_DECIMALS = 6

_MEASURE = re.compile(r"(-?\d{1,20}(?:\.\d{1,20})?)\s*(\S*)")
_FLAGS = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


@dataclass(frozen=True, kw_only=True, slots=True)
class AttributeDraft:
    """An attribute as somebody wants it to be; `choices` are value and label, in their order."""

    code: str
    label: str
    kind: str
    dimension: str = ""
    unit: str = ""
    is_filter: bool = True
    position: int = 0
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Measure:
    """A number, and what it is in the dimension's base unit. Bare numbers have no unit."""

    number: Decimal
    unit: str = ""
    base: Decimal


def read_text(text: str) -> str:
    return one_line(text, "text")


def read_flag(text: str) -> bool:
    flag = _FLAGS.get(text.strip().lower())
    if flag is None:
        raise InvalidInput(f'"{text[:40]}" is neither yes nor no.')
    return flag


def read_number(text: str) -> Measure:
    number, unit = _parts(text)
    if unit:
        raise InvalidInput(f'"{text[:40]}" is no bare number: write it without a unit.')
    return Measure(number=number, base=number)


def read_measure(text: str, *, dimension: str, default_unit: str) -> Measure:
    """`500 g`, `0.5kg`; a bare number is in the default unit."""
    number, unit = _parts(text)
    unit = unit or default_unit
    if not unit:
        raise InvalidInput(f"Write the unit as well: one of {', '.join(UNITS[dimension])}.")
    return Measure(
        number=number, unit=unit, base=base_value(number, unit=unit, dimension=dimension)
    )


def read_choices(text: str) -> tuple[str, ...]:
    """The values between commas or semicolons, as Shopify writes lists, each once."""
    parts = (part.strip().lower() for part in text.replace(";", ",").split(","))
    return tuple(dict.fromkeys(part for part in parts if part))


def _parts(text: str) -> tuple[Decimal, str]:
    match = _MEASURE.fullmatch(text.strip())
    if not match:
        raise InvalidInput(f'"{text[:40]}" is no number: write digits and a point, like 1.5 kg.')
    number = Decimal(match[1])
    if abs(number) >= NUMBER_LIMIT or number != round(number, MOST_DECIMALS):
        raise InvalidInput(
            f"{number} is too exact or too large: at most {MOST_DECIMALS} decimals, below"
            f" {NUMBER_LIMIT:.0f}."
        )
    return number, match[2]
