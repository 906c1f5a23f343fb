"""The demo's departments, goods and stock. What is there already stays as it is."""

from collections.abc import Iterable, Iterator
from itertools import zip_longest

from apps.catalog.queries import products_called
from apps.catalog.rules.drafts import ProductDraft, VariantDraft
from apps.catalog.services import create_product, describe_product, publish_product
from apps.inventory.queries import availability_of
from apps.inventory.rules import StockLevel
from apps.inventory.services import open_warehouse, set_stock_levels
from shop.kernel.outbox.unit_of_work import unit_of_work
from shop.operations.demo.catalogue import catalogue, products
from shop.operations.demo.drawings import svg
from shop.operations.demo.shapes import DemoProduct, DemoVariant
from shop.operations.demo.shelves import shelf_of
from shop.operations.demo.words import words_of
from shop.operations.seeding.shelves import define_words, gather_collections, open_shelves

WAREHOUSES = {"north": "Northern warehouse", "south": "Southern warehouse"}
_PRODUCTS_AT_ONCE = 24
_DEPARTMENTS = {department.handle: department.title for department in catalogue()}


def seed_assortment() -> int:
    """Opens warehouses, shelves and the sale of all goods; returns how many products are new."""
    for code, name in WAREHOUSES.items():
        open_warehouse(code=code, name=name)
    open_shelves()
    define_words()
    goods = list(_mixed())
    offered = sum(_offer(chunk) for chunk in _chunks(goods))
    gather_collections(goods)
    return offered


@unit_of_work
def _offer(goods: list[DemoProduct]) -> int:
    """Goods and their stock come together: what is for sale was also delivered."""
    known = products_called(product.handle for product in goods)
    new = [product for product in goods if product.handle not in known]
    _deliver(new)
    for product in new:
        created = create_product(draft=_draft(product), picture=svg(product.drawing))
        describe_product(product_id=created.id, words=words_of(product))
        publish_product(product_id=created.id)
    return len(new)


def _deliver(goods: Iterable[DemoProduct]) -> None:
    variants = [variant for product in goods for variant in product.variants]
    known = availability_of([variant.sku for variant in variants])
    levels = [level for v in variants if v.sku not in known for level in _levels(v)]
    if levels:
        set_stock_levels(levels=levels, reason="first delivery")


def _levels(variant: DemoVariant) -> Iterator[StockLevel]:
    for warehouse, units in variant.stock.items():
        yield StockLevel(sku=variant.sku, warehouse=warehouse, on_hand=units)


def _draft(product: DemoProduct) -> ProductDraft:
    return ProductDraft(
        handle=product.handle,
        title=product.title,
        description=product.description,
        brand=product.brand,
        product_type=_DEPARTMENTS[product.category],
        category=shelf_of(product).handle,
        tax_class=product.tax_class,
        option_names=product.options,
        variants=tuple(
            VariantDraft(
                sku=variant.sku,
                option_values=variant.option_values,
                price=variant.price,
                compare_at_price=variant.compare_at_price,
                weight_grams=variant.weight_grams,
            )
            for variant in product.variants
        ),
    )


def _mixed() -> Iterator[DemoProduct]:
    """One product of each department in turn, so that what is newest is a bit of everything."""
    by_department: dict[str, list[DemoProduct]] = {}
    for product in products():
        by_department.setdefault(product.category, []).append(product)
    for turn in zip_longest(*by_department.values()):
        yield from (product for product in turn if product is not None)


def _chunks(goods: list[DemoProduct]) -> Iterator[list[DemoProduct]]:
    for start in range(0, len(goods), _PRODUCTS_AT_ONCE):
        yield goods[start : start + _PRODUCTS_AT_ONCE]
