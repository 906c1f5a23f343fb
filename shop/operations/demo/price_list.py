"""Goods written down the way a shopkeeper would, one paragraph a product.

    Sencha of the North Slope | Fennimore | tin sage: Sencha | Weight
        Grassy and sweet, steamed within hours of picking. Brew it at 75 °C.
        TEA-SENC-100 | 100 g | 12.90           | 130 | 44 | 20
        TEA-SENC-250 | 250 g | 27.50 was 31.00 | 290 | 12 |  0

The head names title, brand, picture (motif, palette and a label if it has one) and options; what
is indented is the description, then a row a variant: SKU, option values parted by slashes, price
in EUR including tax, grams, units in the north and in the south. A `*` in the SKU opens a row for
each value of the last option: `KNT-VEST-* | S M L | 59.00 | 310 | 4 9 6 | 2 5 0`.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from shop.operations.demo.shapes import DemoProduct, DemoVariant, Drawing


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """Where goods are put: what all products of one list have in common."""

    category: str
    scene: str
    tax_class: str = "standard"


def read_price_list(text: str, *, shelf: Shelf) -> tuple[DemoProduct, ...]:
    """The products of a list, in its order; ValueError quotes the entry that cannot be read."""
    return tuple(_understood(paragraph, shelf) for paragraph in text.strip().split("\n\n"))


def handle_of(title: str) -> str:
    """A title as it stands in an address: `Café au lait` is `cafe-au-lait`."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")


def _understood(paragraph: str, shelf: Shelf) -> DemoProduct:
    try:
        return _product(paragraph, shelf)
    except (ValueError, ArithmeticError) as wrong:
        raise ValueError(f"This entry of a price list cannot be read: {paragraph!r}") from wrong


def _product(paragraph: str, shelf: Shelf) -> DemoProduct:
    head, *body = [line.strip() for line in paragraph.splitlines()]
    title, brand, picture, *options = _cells(head)
    rows = [line for line in body if "|" in line]
    return DemoProduct(
        handle=handle_of(title),
        title=title,
        description=" ".join(line for line in body if "|" not in line),
        brand=brand,
        category=shelf.category,
        options=_parted(options),
        variants=tuple(variant for row in rows for variant in _variants(row)),
        tax_class=shelf.tax_class,
        drawing=_drawing(picture, title=title, scene=shelf.scene),
    )


def _drawing(picture: str, *, title: str, scene: str) -> Drawing:
    look, _, label = picture.partition(": ")
    motif, palette = look.split()
    return Drawing(motif=motif, palette=palette, scene=scene, title=title, label=label)


def _variants(row: str) -> Iterator[DemoVariant]:
    sku, *values, price, grams, north, south = _cells(row)
    if "*" not in sku:
        yield _variant(sku, _parted(values), price, grams, (north, south))
        return
    *shared, last = _parted(values)
    columns = (last.split(), north.split(), south.split())
    for value, in_north, in_south in zip(*columns, strict=True):
        own_sku = sku.replace("*", value.upper())
        yield _variant(own_sku, (*shared, value), price, grams, (in_north, in_south))


def _parted(cells: list[str]) -> tuple[str, ...]:
    return tuple(part for cell in cells for part in cell.split(" / "))


def _variant(
    sku: str, values: tuple[str, ...], price: str, grams: str, stock: tuple[str, str]
) -> DemoVariant:
    now, _, before = price.partition(" was ")
    return DemoVariant(
        sku=sku,
        option_values=values,
        price=Decimal(now),
        compare_at_price=Decimal(before) if before else None,
        weight_grams=int(grams),
        stock={"north": int(stock[0]), "south": int(stock[1])},
    )


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("|")]
