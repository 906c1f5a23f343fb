"""What catalog tells the others: what is for sale, and at which price."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from shop.events.base import Aggregate, Event, Money

PRODUCT = Aggregate("product", key="product_id")
CATEGORY = Aggregate("category", key="category_id")
COLLECTION = Aggregate("collection", key="collection_id")


@dataclass(frozen=True, kw_only=True)
class PublishedVariant:
    """One thing that can be put into a cart, at a price including tax."""

    sku: str
    title: str
    price: Money
    tax_class: str
    weight_grams: int


@dataclass(frozen=True, kw_only=True)
class PublishedOccasion:
    """When and where it takes place; `kind` is one of course, event.

    People read the times by the clocks of the venue: `time_zone` is the IANA name of its zone.
    """

    kind: str
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    venue: str
    address: str


@dataclass(frozen=True, kw_only=True)
class ProductPublished(Event):
    """The product may be sold, in exactly these variants; others of it may no longer be.

    `kind` is one of goods, ticketed: the variants of a ticketed one are kinds of tickets for its
    occasion, which are sold until it is over.
    """

    aggregate: ClassVar = PRODUCT

    product_id: UUID
    title: str
    variants: tuple[PublishedVariant, ...]
    kind: str = "goods"
    occasion: PublishedOccasion | None = None


@dataclass(frozen=True, kw_only=True)
class ProductPriceChanged(Event):
    """A variant costs something else from now on; carts and quotes are asked to look again."""

    aggregate: ClassVar = PRODUCT

    product_id: UUID
    sku: str
    old_price: Money
    new_price: Money


@dataclass(frozen=True, kw_only=True)
class PlannedPrice:
    """What a variant costs from `starts` until just before `ends`, instead of its own price."""

    price: Money
    starts: datetime
    ends: datetime


@dataclass(frozen=True, kw_only=True)
class ProductPricesPlanned(Event):
    """From `since` on a variant for sale has exactly these planned prices, in their order.

    What was told before counts until then; one that began before may be told again. Nothing more is
    told when one begins or ends: whoever shows or takes prices looks at the clock. What is no
    longer for sale has none.
    """

    aggregate: ClassVar = PRODUCT

    product_id: UUID
    sku: str
    since: datetime
    planned: tuple[PlannedPrice, ...]


@dataclass(frozen=True, kw_only=True)
class ProductUpdated(Event):
    """A product for sale looks different: its words, address, category, collections, attributes,
    images or the order of its options. Whoever shows it looks again.
    """

    aggregate: ClassVar = PRODUCT

    product_id: UUID
    handle: str
    title: str


@dataclass(frozen=True, kw_only=True)
class ProductWithdrawn(Event):
    """The product is no longer for sale; orders that were placed before stay valid."""

    aggregate: ClassVar = PRODUCT

    product_id: UUID
    skus: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class CategoryChanged(Event):
    """A category is new, or was renamed, described anew or moved, with every one below it.

    Whoever shows products by category looks again at those in it and below it: none of them
    publishes an event of its own for this. `lineage` are the categories from the root down to
    itself, `former_lineage` those before; empty for a new one.
    """

    aggregate: ClassVar = CATEGORY

    category_id: UUID
    handle: str
    title: str
    parent_id: UUID | None
    lineage: tuple[UUID, ...] = ()
    former_lineage: tuple[UUID, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CollectionChanged(Event):
    """A collection is new, or calls, describes or orders itself differently.

    Products that came in or went out publish their own `ProductUpdated`.
    """

    aggregate: ClassVar = COLLECTION

    collection_id: UUID
    handle: str
    title: str


@dataclass(frozen=True, kw_only=True)
class CollectionRulesChanged(Event):
    """A collection by rule asks for other products; those beyond `after_product_id` wait."""

    aggregate: ClassVar = COLLECTION
    internal: ClassVar = True

    collection_id: UUID
    after_product_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class AttributeChanged(Event):
    """An attribute is new, or it or its answers are called or ordered differently."""

    aggregate: ClassVar = Aggregate("attribute", key="attribute_id")

    attribute_id: UUID
    code: str


@dataclass(frozen=True, kw_only=True)
class ListingsOutdated(Event):
    """What lists show of the products of a category, collection or attribute is old.

    `subject` is one of category, collection, attribute. Products beyond `after_product_id` wait.
    """

    aggregate: ClassVar = Aggregate("listings", key="subject_id")
    internal: ClassVar = True

    subject: str
    subject_id: UUID
    after_product_id: UUID | None = None
