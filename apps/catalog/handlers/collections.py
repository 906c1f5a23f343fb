from apps.catalog.services.collections import (
    refill_collection,
    refill_collections_around,
    sort_product,
)
from shop.events.catalog import (
    CategoryChanged,
    CollectionRulesChanged,
    ProductPriceChanged,
    ProductPublished,
    ProductUpdated,
    ProductWithdrawn,
)
from shop.kernel.bus import after


@after(ProductPublished)
def sort_published_product(event: ProductPublished) -> None:
    sort_product(product_id=event.product_id)


@after(ProductUpdated)
def sort_updated_product(event: ProductUpdated) -> None:
    sort_product(product_id=event.product_id)


@after(ProductPriceChanged)
def sort_repriced_product(event: ProductPriceChanged) -> None:
    sort_product(product_id=event.product_id)


@after(ProductWithdrawn)
def sort_withdrawn_product(event: ProductWithdrawn) -> None:
    sort_product(product_id=event.product_id)


@after(CollectionRulesChanged)
def refill_changed_collection(event: CollectionRulesChanged) -> None:
    refill_collection(collection_id=event.collection_id, after_product_id=event.after_product_id)


@after(CategoryChanged)
def refill_collections_around_moved_category(event: CategoryChanged) -> None:
    if event.former_lineage:
        refill_collections_around(category_ids={*event.lineage} ^ {*event.former_lineage})
