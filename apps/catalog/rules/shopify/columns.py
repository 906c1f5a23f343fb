"""What the columns of a product file mean, whatever Shopify called them that year."""

import re
from collections.abc import Sequence

from shop.kernel.errors import InvalidInput

# The first name of each is Shopify's current one, which exports use.
NAMES: dict[str, tuple[str, ...]] = {
    "title": ("Title",),
    "handle": ("URL handle", "Handle"),
    "description": ("Description", "Body (HTML)", "Body HTML", "Body"),
    "brand": ("Vendor",),
    "category": ("Product category", "Standard product type", "Standardized product type"),
    "product_type": ("Type", "Custom product type"),
    "tags": ("Tags",),
    "published": ("Published on online store", "Published"),
    "status": ("Status",),
    "sku": ("SKU", "Variant SKU"),
    "barcode": ("Barcode", "Variant barcode"),
    "option1_name": ("Option1 name",),
    "option1_value": ("Option1 value",),
    "option2_name": ("Option2 name",),
    "option2_value": ("Option2 value",),
    "option3_name": ("Option3 name",),
    "option3_value": ("Option3 value",),
    "price": ("Price", "Variant price"),
    "compare_at_price": ("Compare-at price", "Variant compare at price", "Compare at price"),
    "tax_class": ("Tax code", "Variant tax code"),
    "quantity": ("Inventory quantity", "Variant inventory qty", "Variant inventory quantity"),
    "weight_grams": ("Weight value (grams)", "Variant grams"),
    "image_address": ("Product image URL", "Image src"),
    "image_position": ("Image position",),
    "image_alt": ("Image alt text",),
}
EXPORTED = tuple(meaning for meaning in NAMES if meaning != "quantity")

_ATTRIBUTE = "attribute "
_METAFIELD = re.compile(r"\(product\.metafields\.[^()]+\.([a-z0-9_-]+)\)$", re.IGNORECASE)

_MEANINGS = {
    name.lower(): (meaning, rank)
    for meaning, names in NAMES.items()
    for rank, name in enumerate(names)
}


def columns_by_meaning(header: Sequence[str]) -> dict[str, int]:
    """Where each meaning stands in the header; columns that the shop does not know are left out.

    Of two columns with one meaning, the one with the newer name counts. Raises InvalidInput
    without a column for the handle.
    """
    found: dict[str, tuple[int, int]] = {}
    for index, name in enumerate(header):
        meaning, rank = _MEANINGS.get(" ".join(name.lower().split()), ("", 0))
        if meaning and (meaning not in found or rank < found[meaning][0]):
            found[meaning] = (rank, index)
    if "handle" not in found:
        raise InvalidInput(
            'There is no column "Handle" or "URL handle" in the first line:'
            " give a product file of Shopify, its cells separated by commas."
        )
    return {meaning: index for meaning, (_, index) in found.items()}


def attribute_column(label: str, code: str) -> str:
    """The name of the column with an attribute, as Shopify names one with a metafield."""
    return f"{label} (product.metafields.custom.{code})"


def meaning_of_attribute(code: str) -> str:
    """What a column with the attribute of this code means."""
    return _ATTRIBUTE + code


def attributes_by_meaning(header: Sequence[str]) -> dict[str, int]:
    """Where attributes stand in the header, whoever they belong to there; of two the first."""
    found: dict[str, int] = {}
    for index, name in enumerate(header):
        if metafield := _METAFIELD.search(name.strip()):
            code = metafield[1].lower().replace("-", "_")
            found.setdefault(meaning_of_attribute(code), index)
    return found


def code_in(meaning: str) -> str:
    """The code of the attribute that a column with this meaning has; else nothing."""
    return meaning.removeprefix(_ATTRIBUTE) if meaning.startswith(_ATTRIBUTE) else ""
