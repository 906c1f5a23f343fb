"""What can be ordered, and at which price: follows the catalog, in its own transactions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from apps.orders import sql
from apps.orders.rules import UnknownGoods
from shop.events.base import Money
from shop.events.catalog import PlannedPrice, PublishedVariant
from shop.kernel import clock
from shop.kernel.outbox.unit_of_work import unit_of_work


@dataclass(frozen=True, kw_only=True)
class Tickets:
    """What is sold are tickets, until `sold_until`."""

    sold_until: datetime


@unit_of_work
def write_offers(
    *, product_id: UUID, variants: Iterable[PublishedVariant], tickets: Tickets | None = None
) -> None:
    """The product is sold in exactly these variants; its other offers end.

    They are goods, unless they are tickets.
    """
    offers = sorted(
        (v.sku, v.title, v.price.amount, v.price.currency, v.tax_class) for v in variants
    )
    if offers:
        until = tickets.sold_until if tickets else None
        sql.write_offers(product_id, offers, clock.now(), sold_until=until)
    else:
        withdraw_offers(product_id=product_id)


@unit_of_work
def change_offer_price(*, sku: str, price: Money) -> None:
    """The offer costs something else from now on."""
    sql.change_listed_price(sku, price.amount, price.currency, clock.now())


@unit_of_work
def plan_prices(*, sku: str, planned: Iterable[PlannedPrice], since: datetime) -> None:
    """From `since` on these prices replace the listed one in their time, and no others.

    Raises UnknownGoods if the SKU was never for sale.
    """
    rows = [(p.price.amount, p.price.currency, p.starts, p.ends) for p in planned]
    if not sql.plan_prices(sku, rows, since=since):
        raise UnknownGoods([sku])


@unit_of_work
def withdraw_offers(*, product_id: UUID) -> None:
    """Nothing of the product can be ordered any more; what was planned for it is forgotten."""
    sql.withdraw_offers(product_id, clock.now())
