"""A product as rows of Shopify's product CSV, the same bytes for the same product."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import zip_longest

from apps.catalog.rules.drafts import ImageDraft, ProductDraft, VariantDraft
from apps.catalog.rules.shopify.columns import EXPORTED, NAMES
from apps.catalog.rules.shopify.options import NO_OPTION, NO_VALUE
from shop.kernel.money import rounded

HEADER = [NAMES[meaning][0] for meaning in EXPORTED]

_STATUS = {
    "published": {"published": "TRUE", "status": "active"},
    "draft": {"published": "FALSE", "status": "draft"},
    "withdrawn": {"published": "FALSE", "status": "archived"},
}


def rows_of(
    draft: ProductDraft, *, state: str, currency: str, said: Sequence[str] = ()
) -> Iterator[list[str]]:
    """The product's rows: its words in the first one, then variants and images side by side.

    The draft's category is a title here; `said` is of its attributes, in the order of the columns.
    """
    words = _words(draft, state)
    beyond = list(said)
    for variant, image in zip_longest(draft.variants, draft.images):
        cells = {"handle": draft.handle, **words}
        if variant:
            cells |= _variant(variant, draft.option_names, currency)
        if image:
            cells |= _image(image)
        yield [*(cells.get(meaning, "") for meaning in EXPORTED), *beyond]
        words, beyond = {}, [""] * len(said)


def _words(draft: ProductDraft, state: str) -> dict[str, str]:
    names = draft.option_names or NO_OPTION
    return {
        "title": draft.title,
        "description": draft.description,
        "brand": draft.brand,
        "category": draft.category,
        "product_type": draft.product_type,
        "tags": ", ".join(draft.tags),
        "tax_class": draft.tax_class,
        **{f"option{place}_name": name for place, name in enumerate(names, start=1)},
        **_STATUS[state],
    }


def _variant(variant: VariantDraft, names: tuple[str, ...], currency: str) -> dict[str, str]:
    values = variant.option_values if names else NO_VALUE
    former = variant.compare_at_price
    return {
        "sku": variant.sku,
        "barcode": variant.barcode,
        "price": _amount(variant.price, currency),
        "compare_at_price": _amount(former, currency) if former else "",
        "weight_grams": str(variant.weight_grams or 0),
        **{f"option{place}_value": value for place, value in enumerate(values, start=1)},
    }


def _image(image: ImageDraft) -> dict[str, str]:
    return {
        "image_address": image.address,
        "image_position": str(image.position),
        "image_alt": image.alt,
    }


def _amount(amount: Decimal, currency: str) -> str:
    return f"{rounded(amount, currency):f}"
