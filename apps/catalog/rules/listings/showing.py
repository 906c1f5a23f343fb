"""What a list, a product page and the menu show."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from shop.events.base import Money


@dataclass(frozen=True, kw_only=True)
class ShownCrumb:
    """A category or collection by name and address."""

    handle: str
    title: str


@dataclass(frozen=True, kw_only=True)
class ShownSize:
    """A picture in one size, in pixels; `addresses` by format ("webp", "jpeg" or "png")."""

    width: int
    height: int
    addresses: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class ShownPicture:
    """A picture of a product. `address` always leads to it; `sizes`, smallest first, may be none.

    `blur` is a data address to be shown until the picture is there, or empty. Width and height are
    0 where nobody has measured them.
    """

    address: str
    alt: str = ""
    width: int = 0
    height: int = 0
    blur: str = ""
    sizes: tuple[ShownSize, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ShownListing:
    """A product as a list shows it.

    `category` is the way from the root down, empty for a product without one. `former_price` is
    the higher one of the cheapest variant, before it was reduced; `lowest_price` is then the lowest
    that it cost in the 30 days before its price began to count, if that is known.
    """

    product_id: UUID
    handle: str
    title: str
    brand: str
    category: tuple[ShownCrumb, ...]
    price_from: Money
    price_to: Money
    former_price: Money | None
    lowest_price: Money | None
    image: ShownPicture
    is_available: bool
    skus: tuple[str, ...]
    created_at: datetime

    @property
    def has_one_price(self) -> bool:
        return self.price_from == self.price_to


@dataclass(frozen=True, kw_only=True)
class StockedUnits:
    """Units of a SKU that can be bought, as inventory told of them last.

    `when_sold_out` is one of deny, backorder, preorder; what is waited for is promised for a day,
    or comes as soon as there is any.
    """

    available: int
    when_sold_out: str = "deny"
    promised_for: date | None = None

    @property
    def can_wait(self) -> bool:
        """Whether it can be ordered although none is there."""
        return self.when_sold_out != "deny"


NO_UNITS = StockedUnits(available=0)


@dataclass(frozen=True, kw_only=True)
class ShownChoice:
    """One thing to buy, by its stock code, and the units that could be bought a moment ago.

    `title` is the product's with the chosen options. The truth is asked at the checkout. With a
    former price, `lowest_price` is the lowest of the 30 days before this one, if that is known.
    """

    sku: str
    title: str
    option_values: tuple[str, ...]
    price: Money
    former_price: Money | None
    lowest_price: Money | None
    weight_grams: int
    stock: StockedUnits

    @property
    def available(self) -> int:
        """Units that are there, never fewer than none."""
        return max(self.stock.available, 0)

    @property
    def can_be_bought(self) -> bool:
        """Whether it is there, or can be waited for."""
        return self.available > 0 or self.stock.can_wait


@dataclass(frozen=True, kw_only=True)
class ShownAttribute:
    """Something that is said of the product: label and value as people read them."""

    code: str
    label: str
    value: str


@dataclass(frozen=True, kw_only=True)
class ShownOccasion:
    """When and where it takes place, by the clocks of the venue; `kind` is course or event."""

    kind: str
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    venue: str
    address: str

    def is_over(self, now: datetime) -> bool:
        """Whether nobody can go there any more."""
        return self.ends_at <= now

    @property
    def is_on_one_day(self) -> bool:
        return self.starts_at.date() == self.ends_at.date()


@dataclass(frozen=True, kw_only=True)
class ShownProductPage:
    """All that a product's page shows. `description` is the merchant's HTML, not made safe.

    With an occasion, the choices are kinds of tickets for it.
    """

    listing: ShownListing
    description: str
    product_type: str
    tags: tuple[str, ...]
    option_names: tuple[str, ...]
    images: tuple[ShownPicture, ...]
    choices: tuple[ShownChoice, ...]
    attributes: tuple[ShownAttribute, ...]
    collections: tuple[ShownCrumb, ...]
    occasion: ShownOccasion | None = None


@dataclass(frozen=True, kw_only=True)
class MovedTo:
    """The product or shelf that was once found here is found under this handle now."""

    handle: str


@dataclass(frozen=True, kw_only=True)
class ShownShelf:
    """A category, with those below it that have something for sale, or a collection.

    `path` are the categories from the root down to itself.
    """

    id: UUID
    handle: str
    title: str
    blurb: str
    path: tuple[ShownCrumb, ...] = ()
    children: tuple["ShownShelf", ...] = ()
