"""What is for sale, as pages show it: the catalogue, with what inventory says is there."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from apps.catalog.queries import (
    ShownCategory,
    ShownProduct,
    ShownVariant,
    listed_products,
    shown_categories,
    shown_products,
)
from apps.inventory.queries import availability_of


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One thing to buy, with the units that can be bought now."""

    variant: ShownVariant
    available: int


@dataclass(frozen=True, kw_only=True)
class Goods:
    """A product in all its choices, of which there is one at least; `picture` is an address."""

    product: ShownProduct
    choices: tuple[Choice, ...]
    picture: str

    @property
    def cheapest(self) -> ShownVariant:
        return min(self.product.variants, key=lambda variant: variant.price.amount)

    @property
    def has_one_price(self) -> bool:
        return len({variant.price for variant in self.product.variants}) == 1

    @property
    def is_sold_out(self) -> bool:
        return not any(choice.available for choice in self.choices)

    def choice(self, sku: str) -> Choice | None:
        """The choice with that SKU, if it belongs to this product."""
        return next((choice for choice in self.choices if choice.variant.sku == sku), None)


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """A category with something for sale; `picture` is an address."""

    category: ShownCategory
    picture: str


def shelves() -> list[Shelf]:
    """All categories with something for sale, by title."""
    return [
        Shelf(category=category, picture=_drawing_address(category.id))
        for category in shown_categories()
    ]


def find_goods(*, shelf: str = "", first: int = 0, at_most: int = 1, **where: str) -> list[Goods]:
    """Products for sale, newest first, whose columns `where` have these values."""
    found = listed_products(category=shelf).filter(**where)
    products = [p for p in shown_products(found[first : first + at_most]) if p.variants]
    available = availability_of([v.sku for product in products for v in product.variants])
    return [_goods(product, available) for product in products]


def goods_with_sku(sku: str) -> Goods | None:
    """The product that is sold under this SKU in one of its choices."""
    return next(iter(find_goods(variants__stock_code=sku)), None)


def _goods(product: ShownProduct, available: Mapping[str, int]) -> Goods:
    return Goods(
        product=product,
        choices=tuple(
            Choice(variant=variant, available=max(available.get(variant.sku, 0), 0))
            for variant in product.variants
        ),
        picture=product.image or _drawing_address(product.id),
    )


def _drawing_address(owner_id: UUID) -> str:
    return reverse("storefront:drawing", kwargs={"owner_id": owner_id})
