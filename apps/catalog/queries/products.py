"""Products as rows, with all that belongs to them. Every query count is bounded."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from apps.catalog.models import FormerHandle, Product, ProductState, Variant
from apps.catalog.queries.categories import branch_of
from shop.kernel.errors import NotFound


def listed_products(*, category: str = "") -> QuerySet[Product]:
    """Products for sale, newest first, in the category of this handle and below it, or in all."""
    products = products_for_sale().order_by("-created_at", "-id")
    return products.filter(category__in=branch_of(category)) if category else products


def products_for_sale() -> QuerySet[Product]:
    """Complete: category, variants and images come along in three statements."""
    return complete_products().filter(state=ProductState.PUBLISHED)


def complete_products() -> QuerySet[Product]:
    return Product.objects.select_related("category").prefetch_related("variants", "images")


def products_called(handles: Iterable[str]) -> dict[str, Product]:
    """The complete products with these handles, whatever their state, by handle."""
    return {p.handle: p for p in complete_products().filter(handle__in=list(handles))}


def owners_of_skus(skus: Iterable[str]) -> dict[str, str]:
    """Which product (by handle) has each of these merchant's SKUs."""
    rows = Variant.objects.filter(sku__in=list(skus)).values_list("sku", "product__handle")
    return dict(rows)


def stock_codes_of(skus: Iterable[str]) -> dict[str, str]:
    """What stock is called of which these are the merchant's SKUs; unknown ones are missing."""
    rows = Variant.objects.filter(sku__in=list(skus)).exclude(sku="")
    return dict(rows.values_list("sku", "stock_code"))


@dataclass(frozen=True, kw_only=True)
class NamedGoods:
    """What people call a thing in stock: `options` are pairs of a name and a value."""

    handle: str
    title: str
    sku: str
    options: tuple[tuple[str, str], ...]


def goods_named(stock_codes: Iterable[str]) -> dict[str, NamedGoods]:
    """The names of what is in stock under these codes; what the catalogue lacks is missing."""
    variants = Variant.objects.filter(stock_code__in=list(stock_codes)).select_related("product")
    return {
        it.stock_code: NamedGoods(
            handle=it.product.handle,
            title=it.product.title,
            sku=it.sku,
            options=tuple(zip(it.product.option_names, it.option_values, strict=False)),
        )
        for it in variants
    }


def product_locked(product_id: UUID) -> Product:
    """The complete product, nobody else's to change until the transaction ends.

    Raises NotFound if there is none.
    """
    product = complete_products().select_for_update(of=("self",)).filter(pk=product_id).first()
    if product is None:
        raise NotFound("There is no such product.")
    return product


def current_handle(former: str) -> str | None:
    """What the product is called now that had this handle before."""
    handles = FormerHandle.objects.filter(handle=former)
    return handles.values_list("product__handle", flat=True).first()


def current_handles(former: Iterable[str]) -> dict[str, str]:
    """As `current_handle`, for those of the handles that lead on."""
    handles = FormerHandle.objects.filter(handle__in=list(former))
    return dict(handles.values_list("handle", "product__handle"))
