"""Keeps listings up to date: called by their one consumer, and to build them anew."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Q, QuerySet

from apps.catalog.models import Listing, Product
from apps.catalog.rules.listings.editions import SHELVES, product_tag
from apps.catalog.rules.listings.showing import StockedUnits
from apps.catalog.sql.levels import note_levels
from apps.catalog.sql.listings import TouchedListing, become_the_writer, raise_edition, relist
from apps.catalog.sql.prices import end_listed_prices, record_listed_prices
from shop.events.catalog import ListingsOutdated
from shop.kernel.bus import publish
from shop.kernel.cache import outdate
from shop.kernel.outbox.unit_of_work import unit_of_work

PRODUCTS_AT_ONCE = 200

LevelsOf = Callable[[Collection[str]], Mapping[str, StockedUnits]]
"""Units that can be bought now, by SKU."""

_PRODUCTS_OF = {
    "category": lambda owner: Q(category__lineage__contains=[owner]),
    "collection": lambda owner: Q(entries__collection=owner),
    "attribute": lambda owner: Q(attribute_values__attribute=owner),
}


@dataclass(frozen=True, kw_only=True)
class Rebuilt:
    """Where a rebuilding stands: the last product that it came to, None at the end."""

    last: UUID | None
    products: int


@unit_of_work
def list_product(*, product_id: UUID) -> None:
    """Shows the product as it is now, or no longer."""
    become_the_writer()
    _outdate(relist([product_id]))


@unit_of_work
def record_offer(*, product_id: UUID, prices: Mapping[str, Decimal], at: datetime) -> None:
    """Keeps in mind what the product cost from then on: these SKUs this much, others nothing."""
    become_the_writer()
    end_listed_prices(product_id, but=prices, at=at)
    record_listed_prices(product_id, prices, at=at)


@unit_of_work
def record_price(*, product_id: UUID, sku: str, price: Decimal, at: datetime) -> None:
    """Keeps in mind what one SKU cost from then on."""
    become_the_writer()
    record_listed_prices(product_id, {sku: price}, at=at)


@unit_of_work
def list_products_of(*, subject: str, subject_id: UUID, after: UUID | None = None) -> None:
    """Shows all products of a category, collection or attribute anew, a few hundred at a time."""
    become_the_writer()
    page = _page(Product.objects.filter(_PRODUCTS_OF[subject](subject_id)), after=after)
    _outdate(relist(page))
    raise_edition()
    outdate([SHELVES])
    if len(page) == PRODUCTS_AT_ONCE:
        publish(ListingsOutdated(subject=subject, subject_id=subject_id, after_product_id=page[-1]))


@unit_of_work
def note_stock_level(*, sku: str, stock: StockedUnits) -> None:
    """Remembers how much there is, and shows whose product sells out, or is there again."""
    become_the_writer()
    changed = note_levels({sku: stock})
    outdate(product_tag(each.handle) for each in changed)
    _outdate(relist([each.product_id for each in changed if each.may_have_turned]))


@unit_of_work
def rebuild_listings(*, after: UUID | None, levels_of: LevelsOf) -> Rebuilt:
    """Builds the listings of the next few hundred products anew, with their stock levels.

    Safe while the shop is open: what is read is read while no other writer of listings is at work,
    so whatever happens afterwards is written afterwards.
    """
    become_the_writer()
    page = _page(Product.objects.all(), after=after)
    codes = Product.objects.filter(id__in=page).values_list("variants__stock_code", flat=True)
    note_levels(levels_of([code for code in codes if code]))
    _outdate(relist(page))
    if len(page) < PRODUCTS_AT_ONCE:
        _forget_vanished()
        return Rebuilt(last=None, products=len(page))
    return Rebuilt(last=page[-1], products=len(page))


def _page(products: QuerySet[Product], *, after: UUID | None) -> list[UUID]:
    beyond = products.filter(id__gt=after) if after else products
    ids = beyond.order_by("id").distinct().values_list("id", flat=True)
    return list(ids[:PRODUCTS_AT_ONCE])


def _forget_vanished() -> None:
    Listing.objects.exclude(product_id__in=Product.objects.values("id")).delete()


def _outdate(touched: Iterable[TouchedListing]) -> None:
    tags = [product_tag(each.handle) for each in touched]
    outdate([SHELVES, *tags] if tags else [])
