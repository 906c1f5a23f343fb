"""The one consumer that writes listings, so that all it hears comes to it in one order."""

from functools import partial

from apps.catalog.rules.listings.showing import StockedUnits
from apps.catalog.services.listings import (
    list_product,
    list_products_of,
    note_stock_level,
    record_offer,
    record_price,
)
from shop.events.catalog import (
    AttributeChanged,
    CategoryChanged,
    CollectionChanged,
    ListingsOutdated,
    ProductPriceChanged,
    ProductPricesPlanned,
    ProductPublished,
    ProductUpdated,
    ProductWithdrawn,
)
from shop.events.inventory import StockUpdated
from shop.kernel.bus import after, heard_now

CONSUMER = "catalog_listings"
MOST_AT_ONCE = 50

_after = partial(after, consumer=CONSUMER)
_after_many = partial(after, consumer=CONSUMER, batch=MOST_AT_ONCE)


@_after_many(ProductPublished)
def list_published_product(event: ProductPublished) -> None:
    prices = {variant.sku: variant.price.amount for variant in event.variants}
    record_offer(product_id=event.product_id, prices=prices, at=heard_now().occurred_at)
    list_product(product_id=event.product_id)


@_after_many(ProductUpdated)
def list_updated_product(event: ProductUpdated) -> None:
    list_product(product_id=event.product_id)


@_after_many(ProductPriceChanged)
def list_repriced_product(event: ProductPriceChanged) -> None:
    record_price(
        product_id=event.product_id,
        sku=event.sku,
        price=event.new_price.amount,
        at=heard_now().occurred_at,
    )
    list_product(product_id=event.product_id)


@_after_many(ProductPricesPlanned)
def list_product_of_planned_prices(event: ProductPricesPlanned) -> None:
    list_product(product_id=event.product_id)


@_after_many(ProductWithdrawn)
def unlist_withdrawn_product(event: ProductWithdrawn) -> None:
    record_offer(product_id=event.product_id, prices={}, at=heard_now().occurred_at)
    list_product(product_id=event.product_id)


@_after_many(StockUpdated)
def note_updated_stock(event: StockUpdated) -> None:
    stock = StockedUnits(
        available=event.available,
        when_sold_out=event.when_sold_out,
        promised_for=event.promised_for,
    )
    note_stock_level(sku=event.sku, stock=stock)


@_after(CategoryChanged)
def list_products_of_changed_category(event: CategoryChanged) -> None:
    list_products_of(subject="category", subject_id=event.category_id)


@_after(CollectionChanged)
def list_products_of_changed_collection(event: CollectionChanged) -> None:
    list_products_of(subject="collection", subject_id=event.collection_id)


@_after(AttributeChanged)
def list_products_of_changed_attribute(event: AttributeChanged) -> None:
    list_products_of(subject="attribute", subject_id=event.attribute_id)


@_after(ListingsOutdated)
def go_on_listing_outdated(event: ListingsOutdated) -> None:
    list_products_of(
        subject=event.subject, subject_id=event.subject_id, after=event.after_product_id
    )
