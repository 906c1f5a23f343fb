"""How the things in carts and orders look, and where they are shown."""

from collections.abc import Collection
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from apps.catalog.queries import ShownChoice
from shop.storefront.goods import Goods, goods_with_skus


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
    return {
        choice.sku: _face(goods, choice)
        for goods in goods_with_skus(wanted)
        for choice in goods.choices
        if choice.sku in wanted
    }


def _face(goods: Goods, choice: ShownChoice) -> Face:
    page = reverse("storefront:product", kwargs={"handle": goods.listing.handle})
    return Face(
        title=choice.title,
        picture=goods.picture,
        alt=goods.listing.image.alt,
        page=f"{page}?{urlencode({'sku': choice.sku})}",
    )
