"""How the things in carts and orders look, and where they are shown."""

from collections.abc import Collection
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from apps.catalog.queries import ShownVariant
from shop.storefront.goods import Goods, find_goods


@dataclass(frozen=True, kw_only=True)
class Face:
    """What stands for a SKU on a page: `picture` and `page` are addresses."""

    title: str
    picture: str
    alt: str
    page: str


def faces_of(skus: Collection[str]) -> dict[str, Face]:
    """The faces of those SKUs that are for sale, by SKU."""
    wanted = set(skus)
    if not wanted:
        return {}
    found = find_goods(at_most=len(wanted), variants__stock_code__in=wanted)
    return {
        choice.variant.sku: _face(goods, choice.variant)
        for goods in found
        for choice in goods.choices
        if choice.variant.sku in wanted
    }


def _face(goods: Goods, variant: ShownVariant) -> Face:
    page = reverse("storefront:product", kwargs={"handle": goods.product.handle})
    return Face(
        title=variant.title,
        picture=goods.picture,
        alt=goods.product.image_alt,
        page=f"{page}?{urlencode({'sku': variant.sku})}",
    )
