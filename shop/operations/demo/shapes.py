"""What the demo shop is made of, before any of it is stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """A picture to draw: which motif, in which colours, before which scene.

    `title` is read aloud to people who cannot see it; `label` is lettered onto covers and tins.
    """

    motif: str
    palette: str
    scene: str
    title: str
    label: str = ""


@dataclass(frozen=True, kw_only=True)
class DemoVariant:
    """One thing on the shelf: prices are EUR including tax, stock is units by warehouse code."""

    sku: str
    option_values: tuple[str, ...]
    price: Decimal
    compare_at_price: Decimal | None
    weight_grams: int
    stock: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class DemoProduct:
    """A product page; every variant has one value for each of `options`, in their order."""

    handle: str
    title: str
    description: str
    brand: str
    category: str
    options: tuple[str, ...]
    variants: tuple[DemoVariant, ...]
    tax_class: str
    drawing: Drawing


@dataclass(frozen=True, kw_only=True)
class DemoCategory:
    """A department of the shop; products name it by its handle."""

    handle: str
    title: str
    blurb: str
    drawing: Drawing
