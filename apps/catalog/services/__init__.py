"""Everything that changes the catalogue."""

from apps.catalog.services.attributes import (
    define_attribute,
    define_product_type,
    describe_product,
    revise_attribute,
)
from apps.catalog.services.categories import (
    change_category_handle,
    create_category,
    move_category,
    revise_category,
)
from apps.catalog.services.collections import (
    choose_products,
    create_collection,
    refill_collection,
    refill_collections_around,
    revise_collection,
    set_rules,
    sort_product,
)
from apps.catalog.services.handles import change_handle, take_over_handle
from apps.catalog.services.images import (
    add_image,
    describe_image,
    prepare_image_again,
    record_picture,
    record_unusable_picture,
    remove_image,
)
from apps.catalog.services.imports import import_products, rehearse_import
from apps.catalog.services.occasions import schedule_occasion
from apps.catalog.services.prices import cancel_planned_price, change_price, plan_prices
from apps.catalog.services.products import (
    create_product,
    draw_product,
    publish_product,
    revise_product,
    withdraw_product,
)
from apps.catalog.services.variants import add_variant, revise_variant

__all__ = [
    "add_image",
    "add_variant",
    "cancel_planned_price",
    "change_category_handle",
    "change_handle",
    "change_price",
    "choose_products",
    "create_category",
    "create_collection",
    "create_product",
    "define_attribute",
    "define_product_type",
    "describe_image",
    "describe_product",
    "draw_product",
    "import_products",
    "move_category",
    "plan_prices",
    "prepare_image_again",
    "publish_product",
    "record_picture",
    "record_unusable_picture",
    "refill_collection",
    "refill_collections_around",
    "rehearse_import",
    "remove_image",
    "revise_attribute",
    "revise_category",
    "revise_collection",
    "revise_product",
    "revise_variant",
    "schedule_occasion",
    "set_rules",
    "sort_product",
    "take_over_handle",
    "withdraw_product",
]
