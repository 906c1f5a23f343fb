"""What a product becomes when a file adds to it: nothing that the file is silent about is lost."""

from collections.abc import Iterable
from dataclasses import replace

from apps.catalog.models import Product
from apps.catalog.queries import draft_of
from apps.catalog.rules.drafts import ImageDraft, ProductDraft, VariantDraft
from apps.catalog.rules.shopify.blocks import ProductBlock
from apps.catalog.rules.shopify.options import fitted

_FACTS = ("title", "description", "brand", "product_type", "tags", "category", "tax_class")


def merged(known: Product | None, block: ProductBlock) -> ProductDraft:
    """The product as it shall be, from what it is and what the block says of it.

    Blank cells change nothing, but a variant without a former price has none. Variants and images
    keep their places, new ones come after them.
    """
    if known is None:
        return block.draft
    stored, said = draft_of(known), block.draft
    names = stored.option_names if block.comes_back or not said.variants else said.option_names
    facts = {name: getattr(said, name) or getattr(stored, name) for name in _FACTS}
    return replace(
        stored,
        **facts,
        option_names=names,
        variants=_fitted(_merged_variants(stored.variants, block), len(names)),
        images=tuple(_merged_images(stored.images, block)),
    )


def _fitted(variants: Iterable[VariantDraft], options: int) -> tuple[VariantDraft, ...]:
    return tuple(
        v
        if len(v.option_values) == options
        else replace(v, option_values=fitted(v.option_values, options))
        for v in variants
    )


def _merged_variants(
    stored: tuple[VariantDraft, ...], block: ProductBlock
) -> Iterable[VariantDraft]:
    waiting = {variant.key: variant for variant in block.draft.variants}
    named = _newly_named(stored, block)
    for variant in stored:
        new = waiting.pop(variant.key, None)
        if new is None and not variant.sku and variant.option_values in named:
            new = waiting.pop(named.pop(variant.option_values).key, None)
        yield _completed(new, variant) if new else variant
    yield from waiting.values()


def _newly_named(
    stored: tuple[VariantDraft, ...], block: ProductBlock
) -> dict[tuple[str, ...], VariantDraft]:
    """Variants whose SKU is new, by their options: one that had none may be meant."""
    if block.comes_back:
        return {}
    known = {variant.sku for variant in stored}
    return {v.option_values: v for v in block.draft.variants if v.sku and v.sku not in known}


def _completed(said: VariantDraft, stored: VariantDraft) -> VariantDraft:
    weight = stored.weight_grams if said.weight_grams is None else said.weight_grams
    return replace(said, barcode=said.barcode or stored.barcode, weight_grams=weight)


def _merged_images(stored: tuple[ImageDraft, ...], block: ProductBlock) -> Iterable[ImageDraft]:
    waiting = {image.address: image for image in block.draft.images}
    for image in stored:
        said = waiting.pop(image.address, None)
        if said is None or block.comes_back:
            yield image
        else:
            place = image.position if said.position is None else said.position
            yield replace(image, alt=said.alt or image.alt, position=place)
    yield from waiting.values()
