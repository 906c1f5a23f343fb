"""The form of a motif: shapes on a square of 800 units that stand on the line y=640."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Lettering:
    """Where a label goes: centred on (x, y), `size` units high, `columns` letters a line."""

    x: int
    y: int
    size: int
    columns: int
    colour: str


@dataclass(frozen=True, kw_only=True)
class Motif:
    """SVG shapes whose colours are roles in braces; `shadow` is half the shadow's width, or 0."""

    shapes: str
    shadow: int = 200
    lettering: Lettering | None = None
