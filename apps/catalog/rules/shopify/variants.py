"""One row as a variant, and as an image."""

from dataclasses import replace
from decimal import Decimal
from functools import partial

from apps.catalog.rules.drafts import ImageDraft, VariantDraft
from apps.catalog.rules.shopify import cells
from apps.catalog.rules.shopify.options import read_values
from apps.catalog.rules.shopify.remarks import Remarks
from apps.catalog.rules.shopify.sheets import Row
from apps.catalog.rules.soundness import (
    sound_alt,
    sound_barcode,
    sound_compare_at_price,
    sound_image,
    sound_price,
    sound_sku,
)


def is_variant(row: Row) -> bool:
    """Whether the row means a variant; else it only adds an image or words."""
    return bool(row["price"].strip() or row["sku"].strip() or read_values(row))


def read_variant(row: Row, remarks: Remarks, *, currency: str) -> VariantDraft:
    """The row's variant with as many option values as it gives. Raises LeftOut."""
    price = remarks.demand(row, "price", partial(_price, currency=currency))
    former = partial(_former_price, price=price, currency=currency)
    _check_quantity(row, remarks)
    return VariantDraft(
        price=price,
        sku=remarks.demand(row, "sku", sound_sku),
        option_values=read_values(row),
        compare_at_price=remarks.read(row, "compare_at_price", former),
        weight_grams=_weight(row, remarks),
        barcode=remarks.read(row, "barcode", sound_barcode) or "",
    )


def read_image(row: Row, remarks: Remarks) -> ImageDraft | None:
    """The row's image, if it has one."""
    address = row["image_address"].strip()
    if not address:
        return None
    if " " in address:
        remarks.note(row, "image_address", "The address has a space in it, taken as %20.")
        address = address.replace(" ", "%20")
    bare = remarks.read(row, "image_address", lambda _: sound_image(ImageDraft(address=address)))
    return bare and replace(
        bare,
        alt=remarks.read(row, "image_alt", sound_alt) or "",
        position=remarks.read(row, "image_position", cells.position),
    )


def _price(text: str, *, currency: str) -> Decimal:
    return sound_price(cells.amount(text), currency=currency)


def _former_price(text: str, *, price: Decimal, currency: str) -> Decimal | None:
    return sound_compare_at_price(cells.amount(text), price=price, currency=currency)


def _weight(row: Row, remarks: Remarks) -> int | None:
    weight = remarks.read(row, "weight_grams", cells.grams)
    if weight == 0 and any(digit in row["weight_grams"] for digit in "123456789"):
        remarks.note(row, "weight_grams", "Less than half a gram is taken as 0.")
    return weight


def _check_quantity(row: Row, remarks: Remarks) -> None:
    if row["quantity"].strip().startswith("-"):
        remarks.note(row, "quantity", "The stock is below 0. No stock is taken from this file.")
