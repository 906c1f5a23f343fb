"""What can be ordered, and at which price: follows the catalog, in its own transactions."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from apps.orders import sql
from apps.orders.models import Offer, PriceKind
from apps.orders.rules import UnknownGoods
from shop.events.base import Money
from shop.events.catalog import PublishedVariant
from shop.kernel import clock
from shop.kernel.errors import DomainError, InvalidInput
from shop.kernel.outbox.unit_of_work import unit_of_work


@unit_of_work
def write_offers(*, product_id: UUID, variants: Iterable[PublishedVariant]) -> None:
    """The product is sold in exactly these variants; its other offers end."""
    offers = sorted(
        (v.sku, v.title, v.price.amount, v.price.currency, v.tax_class) for v in variants
    )
    if offers:
        sql.write_offers(product_id, offers, clock.now())
    else:
        withdraw_offers(product_id=product_id)


@unit_of_work
def change_offer_price(*, sku: str, price: Money) -> None:
    """The offer costs something else from now on."""
    sql.change_listed_price(sku, price.amount, price.currency, clock.now())


@unit_of_work
def plan_price(*, sku: str, price: Money, starts: datetime, ends: datetime) -> None:
    """From `starts` until `ends` the SKU costs this, whatever price is listed.

    Raises UnknownGoods, and DomainError if another price is planned for a part of that time.
    """
    if starts >= ends:
        raise InvalidInput("A planned price ends after it starts.")
    listed = Offer.objects.select_for_update().filter(
        sku=sku, kind=PriceKind.LISTED, valid_during__endswith__isnull=True
    )
    offer = listed.first()
    if offer is None:
        raise UnknownGoods([sku])
    period = DateTimeTZRange(starts, ends)
    if Offer.objects.filter(sku=sku, kind=PriceKind.PLANNED, valid_during__overlap=period):
        raise DomainError(f"Another price of {sku} is planned for a part of this time.")
    Offer.objects.create(
        sku=sku,
        kind=PriceKind.PLANNED,
        product_id=offer.product_id,
        title=offer.title,
        price=price.amount,
        currency=price.currency,
        tax_class=offer.tax_class,
        sellable=offer.sellable,
        valid_during=period,
    )


@unit_of_work
def withdraw_offers(*, product_id: UUID) -> None:
    """Nothing of the product can be ordered any more."""
    Offer.objects.filter(product_id=product_id).update(sellable=False, updated_at=clock.now())
