"""What catalog tells the others: what is for sale, and at which price."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from shop.events.base import Aggregate, Event, Money

PRODUCT = Aggregate("product", key="product_id")


@dataclass(frozen=True, kw_only=True)
class PublishedVariant:
    """One thing that can be put into a cart, at a price including tax."""

    sku: str
    title: str
    price: Money
    tax_class: str
    weight_grams: int


@dataclass(frozen=True, kw_only=True)
class ProductPublished(Event):
    """The product may be sold, in exactly these variants; others of it may no longer be."""

    aggregate: ClassVar = PRODUCT

    product_id: UUID
    title: str
    variants: tuple[PublishedVariant, ...]


@dataclass(frozen=True, kw_only=True)
class ProductPriceChanged(Event):
    """A variant costs something else from now on; carts and quotes are asked to look again."""

    aggregate: ClassVar = PRODUCT

    product_id: UUID
    sku: str
    old_price: Money
    new_price: Money


@dataclass(frozen=True, kw_only=True)
class ProductWithdrawn(Event):
    """The product is no longer for sale; orders that were placed before stay valid."""

    aggregate: ClassVar = PRODUCT

    product_id: UUID
    skus: tuple[str, ...]
