"""Units of measure: which dimension each belongs to, and how it turns into the others."""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from shop.kernel.errors import InvalidInput


def _table(**units: str) -> Mapping[str, Decimal]:
    return MappingProxyType({unit: Decimal(factor) for unit, factor in units.items()})


UNITS: Mapping[str, Mapping[str, Decimal]] = MappingProxyType(
    {
        "mass": _table(mg="0.001", g="1", kg="1000", t="1000000"),
        "length": _table(mm="0.001", cm="0.01", m="1", km="1000"),
        "area": MappingProxyType({"cm²": Decimal("0.0001"), "m²": Decimal(1)}),
        "volume": _table(ml="0.001", cl="0.01", l="1"),
        "duration": _table(s="1", min="60", h="3600", d="86400"),
        "power": _table(mW="0.001", W="1", kW="1000"),
        "energy": _table(Wh="1", kWh="1000"),
        "voltage": _table(mV="0.001", V="1", kV="1000"),
        "current": _table(mA="0.001", A="1"),
        "frequency": _table(Hz="1", kHz="1000", MHz="1000000", GHz="1000000000"),
        "light": _table(lm="1"),
        "storage": _table(MB="1", GB="1000", TB="1000000"),
    }
)
"""By dimension: how much of the base unit (the one with 1) each unit is."""


def base_value(number: Decimal, *, unit: str, dimension: str) -> Decimal:
    """The measure in the dimension's base unit: 0.5 kg and 500 g are the same 500.

    Raises InvalidInput for a unit of another dimension.
    """
    known = UNITS[dimension]
    if unit not in known:
        raise InvalidInput(f"{unit!r} is no unit of {dimension}: use {', '.join(known)}.")
    return number * known[unit]


def base_unit(dimension: str) -> str:
    """The unit that values of the dimension are compared in; empty for bare numbers."""
    units = UNITS.get(dimension, {})
    return next((unit for unit, factor in units.items() if factor == 1), "")
