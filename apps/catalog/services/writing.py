"""Writes changes of any number of products in a bounded number of statements, and tells of them."""

from collections.abc import Iterable

from apps.catalog.models import AttributeValue, Product, ProductImage, Variant
from apps.catalog.services.changes import Change, offer
from apps.catalog.services.prices import tell_planned_prices
from apps.catalog.services.telling import (
    announce_offer,
    announce_price,
    announce_update,
    announce_withdrawal,
)
from apps.catalog.sql.rows import (
    IMAGE_COLUMNS,
    VARIANT_COLUMNS,
    insert_images,
    insert_variants,
)

_VARIANT_FACTS = [
    "sku",
    "option_values",
    "price",
    "compare_at_price",
    "barcode",
    "position",
    "weight_grams",
]


def write(changes: list[Change]) -> None:
    """Saves the changes, then publishes what they mean, product by product.

    The caller holds the locks of the products that are known, in an open unit of work.
    """
    _save_products(changes)
    _save_variants(changes)
    _save_images(changes)
    _save_values(changes)
    for change in changes:
        _announce(change)
    if back := [c.product.id for c in changes if c.comes_to_be_sold and c.known]:
        tell_planned_prices(back)


def _save_products(changes: list[Change]) -> None:
    Product.objects.bulk_create([c.product for c in changes if not c.known])
    if names := {name for change in changes for name in change.changed_facts}:
        touched = [c.product for c in changes if c.changed_facts]
        Product.objects.bulk_update(touched, sorted(names))


def _save_variants(changes: list[Change]) -> None:
    if gone := [v.id for change in changes for v in change.gone_variants]:
        Variant.objects.filter(id__in=gone).delete()
    if changed := [v for change in changes for v in change.changed_variants]:
        Variant.objects.bulk_update(changed, _VARIANT_FACTS)
    insert_variants([_row(v, VARIANT_COLUMNS) for change in changes for v in change.new_variants])


def _save_images(changes: list[Change]) -> None:
    if gone := [image.id for change in changes for image in change.gone_images]:
        ProductImage.objects.filter(id__in=gone).delete()
    if changed := [image for change in changes for image in change.changed_images]:
        ProductImage.objects.bulk_update(changed, ["alt", "position"])
    insert_images([_row(i, IMAGE_COLUMNS) for change in changes for i in change.new_images])


def _save_values(changes: list[Change]) -> None:
    if gone := [value.pk for change in changes for value in change.gone_values]:
        AttributeValue.objects.filter(pk__in=gone).delete()
    if new := [value for change in changes for value in change.new_values]:
        AttributeValue.objects.bulk_create(new)


def _row(fresh: Variant | ProductImage, columns: Iterable[str]) -> dict[str, object]:
    return {name: getattr(fresh, name) for name in columns}


def _announce(change: Change) -> None:
    product = change.product
    if not product.is_for_sale:
        if change.was_for_sale:
            announce_withdrawal(product, change.offered_before)
        return
    if not change.was_for_sale:
        announce_offer(product, change.variants)
        return
    _announce_differences(change)


def _announce_differences(change: Change) -> None:
    for variant in change.variants:
        if variant.stock_code in change.old_prices:
            announce_price(variant, change.old_prices[variant.stock_code])
    if offer(change.product, change.variants) != change.offered_before:
        announce_offer(change.product, change.variants)
    if change.shows:
        announce_update(change.product)
