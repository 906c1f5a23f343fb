"""Goods of a small tea shop, brought onto the shelf by the services that a real shop uses."""

from decimal import Decimal

from apps.catalog.models import Product
from apps.catalog.queries import category_by_handle
from apps.catalog.rules.drafts import ProductDraft, VariantDraft
from apps.catalog.services import create_category, create_product, publish_product
from apps.inventory.services import open_warehouse, receive_stock
from shop.operations.listings import rebuild_all_listings

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><title>Tea</title></svg>'
ADDRESS = {
    "email": "ada@example.com",
    "name": "Ada Lovelace",
    "line1": "Lindenufer 12",
    "line2": "",
    "postal_code": "10439",
    "city": "Berlin",
    "country": "DE",
}


def sell(
    handle: str,
    *,
    prices: dict[str, str],
    units: int = 10,
    options: tuple[str, ...] = (),
    values: dict[str, tuple[str, ...]] | None = None,
    former: str = "",
    shelf: str = "tea",
    **said: str,
) -> Product:
    """A published product with these prices by SKU and so many units of each."""
    if category_by_handle("tea") is None:
        create_category(handle="tea", title="Tea", blurb="Leaves.", picture=DRAWING)
    variants = tuple(
        VariantDraft(
            sku=sku,
            price=Decimal(price),
            compare_at_price=Decimal(former) if former else None,
            option_values=(values or {}).get(sku, ()),
        )
        for sku, price in prices.items()
    )
    draft = ProductDraft(
        handle=handle,
        title=said.pop("title", handle.title()),
        variants=variants,
        option_names=options,
        category=shelf,
        tax_class="reduced",
        **said,
    )
    product = create_product(draft=draft, picture=DRAWING)
    stock(*prices, units=units)
    published = publish_product(product_id=product.id)
    rebuild_all_listings()
    return published


def stock(*skus: str, units: int) -> None:
    """So many units more of each SKU; none at all leaves it unknown to inventory."""
    open_warehouse(code="north", name="North")
    for sku in skus:
        if units:
            receive_stock(sku=sku, warehouse="north", quantity=units, reason="delivery")
    rebuild_all_listings()
