"""Makes values out of the JSON in which listings are kept."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from django.core.files.storage import default_storage

from apps.catalog.rules.listings import (
    NO_UNITS,
    ShownAttribute,
    ShownChoice,
    ShownCrumb,
    ShownListing,
    ShownOccasion,
    ShownPicture,
    ShownProductPage,
    ShownSize,
    StockedUnits,
)
from shop.events.base import Money
from shop.kernel import clock
from shop.kernel.money import money

NO_PICTURE = ShownPicture(address="")

_MEASURES = {"width", "height"}


class _Crumb(msgspec.Struct, array_like=True):
    handle: str
    title: str

    def shown(self) -> ShownCrumb:
        return ShownCrumb(handle=self.handle, title=self.title)


class _Picture(msgspec.Struct):
    address: str
    original: str
    alt: str
    width: int
    height: int
    blur: str
    sizes: list[dict[str, Any]]

    def shown(self) -> ShownPicture:
        sizes = tuple(_size(size) for size in self.sizes)
        return ShownPicture(
            address=_best(sizes) or self.address,
            alt=self.alt,
            width=self.width,
            height=self.height,
            blur=self.blur,
            sizes=sizes,
        )


class _Card(msgspec.Struct):
    brand: str
    path: list[_Crumb]
    former_price: Decimal | None
    picture: _Picture | None
    lowest_price: Decimal | None = None


class Row(msgspec.Struct):
    """A listing as a list reads it; from `prices_until` on it costs something else."""

    product_id: UUID
    handle: str
    title: str
    currency: str
    price_from: Decimal
    price_to: Decimal
    is_available: bool
    skus: tuple[str, ...]
    created_at: datetime
    prices_until: datetime | None
    card: _Card

    def is_due(self) -> bool:
        """Whether its prices are over."""
        return self.prices_until is not None and self.prices_until <= clock.now()

    def shown(self) -> ShownListing:
        picture = self.card.picture
        return ShownListing(
            product_id=self.product_id,
            handle=self.handle,
            title=self.title,
            brand=self.card.brand,
            category=tuple(crumb.shown() for crumb in self.card.path),
            price_from=money(self.price_from, self.currency),
            price_to=money(self.price_to, self.currency),
            former_price=self._money(self.card.former_price),
            lowest_price=self._money(self.card.lowest_price),
            image=picture.shown() if picture else NO_PICTURE,
            is_available=self.is_available,
            skus=self.skus,
            created_at=self.created_at,
        )

    def _money(self, amount: Decimal | None) -> Money | None:
        return money(amount, self.currency) if amount else None


class _Choice(msgspec.Struct, array_like=True):
    sku: str
    options: tuple[str, ...]
    price: Decimal
    former_price: Decimal | None
    weight_grams: int
    lowest_price: Decimal | None = None


class _Attribute(msgspec.Struct, array_like=True):
    code: str
    label: str
    value: str


class _Occasion(msgspec.Struct):
    kind: str
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    venue: str
    address: str

    def shown(self) -> ShownOccasion:
        zone = ZoneInfo(self.time_zone)
        return ShownOccasion(
            kind=self.kind,
            starts_at=self.starts_at.astimezone(zone),
            ends_at=self.ends_at.astimezone(zone),
            time_zone=self.time_zone,
            venue=self.venue,
            address=self.address,
        )


class _Page(msgspec.Struct):
    description: str
    type: str
    tags: tuple[str, ...]
    options: tuple[str, ...]
    pictures: list[_Picture]
    choices: list[_Choice]
    attributes: list[_Attribute]
    collections: list[_Crumb]
    occasion: _Occasion | None = None


class PageRow(Row):
    """A listing as its own page reads it, with the stock levels that are known."""

    page: _Page
    levels: dict[str, StockedUnits] | None

    def shown_page(self) -> ShownProductPage:
        page, levels = self.page, self.levels or {}
        return ShownProductPage(
            listing=self.shown(),
            description=page.description,
            product_type=page.type,
            tags=page.tags,
            option_names=page.options,
            images=tuple(picture.shown() for picture in page.pictures),
            choices=tuple(self._choice(choice, levels) for choice in page.choices),
            attributes=tuple(
                ShownAttribute(code=said.code, label=said.label, value=said.value)
                for said in page.attributes
            ),
            collections=tuple(crumb.shown() for crumb in page.collections),
            occasion=page.occasion.shown() if page.occasion else None,
        )

    def _choice(self, choice: _Choice, levels: Mapping[str, StockedUnits]) -> ShownChoice:
        options = " / ".join(value for value in choice.options if value)
        return ShownChoice(
            sku=choice.sku,
            title=f"{self.title} ({options})" if options else self.title,
            option_values=choice.options,
            price=money(choice.price, self.currency),
            former_price=self._money(choice.former_price),
            lowest_price=self._money(choice.lowest_price),
            weight_grams=choice.weight_grams,
            stock=levels.get(choice.sku, NO_UNITS),
        )


def rows_in(text: str | None) -> list[Row]:
    """The listings in a JSON array; none in none."""
    return msgspec.json.decode(text, type=list[Row]) if text else []


def page_rows_in(texts: Iterable[str]) -> list[PageRow]:
    """The listings, each in a JSON object."""
    return [msgspec.json.decode(text, type=PageRow) for text in texts]


def _size(size: dict[str, Any]) -> ShownSize:
    addresses = {
        kind: default_storage.url(name) for kind, name in size.items() if kind not in _MEASURES
    }
    return ShownSize(width=size["width"], height=size["height"], addresses=addresses)


def _best(sizes: tuple[ShownSize, ...]) -> str:
    """The largest in the format that every browser knows."""
    kinds = sizes[-1].addresses if sizes else {}
    return kinds.get("jpeg") or kinds.get("png") or next(iter(kinds.values()), "")
