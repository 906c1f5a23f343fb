"""What can be said of the demo's goods, read off their variants and their drawings."""

import re
from collections.abc import Iterable, Iterator

from apps.catalog.rules.attributes import AttributeDraft
from shop.operations.demo.shapes import DemoProduct

_COLOURS = {
    "red": "berry",
    "orange": "clay rust",
    "yellow": "honey",
    "green": "moss sage",
    "blue": "ocean sky navy midnight",
    "purple": "plum",
    "pink": "rose blush",
    "brown": "walnut oak beech",
    "beige": "sand oat cream",
    "white": "ivory chalk",
    "grey": "slate mist",
    "black": "charcoal ink black",
}
_FAMILY = {shade: family for family, shades in _COLOURS.items() for shade in shades.split()}
_COLOURFUL = {"Colour", "Glaze", "Finish", "Shade", "Base"}
_SIZES = ("XS", "S", "M", "L", "XL")
_FORMATS = ("Hardback", "Paperback")
_MEASURED = {"diameter", "height", "length", "volume"}
_MEASURE = re.compile(r"\d+(\.\d+)? (cm|m|l)")

ATTRIBUTES = (
    AttributeDraft(
        code="colour",
        label="Colour",
        kind="choice",
        position=1,
        choices=tuple((colour, colour.title()) for colour in _COLOURS),
    ),
    AttributeDraft(
        code="size",
        label="Size",
        kind="choice",
        position=2,
        choices=tuple((size.lower(), size) for size in _SIZES),
    ),
    AttributeDraft(
        code="format",
        label="Format",
        kind="choice",
        position=3,
        choices=tuple((word.lower(), word) for word in _FORMATS),
    ),
    AttributeDraft(
        code="volume", label="Volume", kind="measure", dimension="volume", unit="l", position=4
    ),
    *(
        AttributeDraft(
            code=code, label=code.title(), kind="measure", dimension="length", unit="cm", position=5
        )
        for code in ("diameter", "height", "length")
    ),
    AttributeDraft(
        code="weight", label="Weight", kind="measure", dimension="mass", unit="g", position=6
    ),
)
"""Every attribute of the demo shop."""

NEEDED = ("weight",)
"""What products of every department need before they are for sale."""


def words_of(product: DemoProduct) -> dict[str, str]:
    """The product's attributes by code, as `describe_product` takes them."""
    said = {
        "weight": f"{min(variant.weight_grams for variant in product.variants)} g",
        "colour": _colours(product),
        "size": _chosen(product, _SIZES),
        "format": _chosen(product, _FORMATS),
        **dict(_measures(product)),
    }
    return {code: words for code, words in said.items() if words}


def _colours(product: DemoProduct) -> str:
    """Those that can be chosen; else the one of the drawing. Covers of books do not count."""
    chosen = [value for name, value in _options(product) if name in _COLOURFUL]
    shades = chosen or ([] if product.category == "books" else [product.drawing.palette])
    return _listed(_FAMILY.get(shade.lower(), "") for shade in shades)


def _chosen(product: DemoProduct, known: tuple[str, ...]) -> str:
    return _listed(value.lower() for _, value in _options(product) if value in known)


def _measures(product: DemoProduct) -> Iterator[tuple[str, str]]:
    """The largest of what can be chosen, because variants stand from small to large."""
    for name, value in _options(product):
        code = "volume" if value.endswith(" l") else name.lower()
        if code in _MEASURED and _MEASURE.fullmatch(value):
            yield code, value


def _options(product: DemoProduct) -> Iterator[tuple[str, str]]:
    for variant in product.variants:
        yield from zip(product.options, variant.option_values, strict=True)


def _listed(words: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(word for word in words if word))
