"""What the others are told of a product."""

from collections.abc import Iterable
from datetime import datetime

from apps.catalog.models import Occasion, PlannedPrice, Product, Variant
from shop.events.base import Money
from shop.events.catalog import PlannedPrice as PlannedTold
from shop.events.catalog import (
    ProductPriceChanged,
    ProductPricesPlanned,
    ProductPublished,
    ProductUpdated,
    ProductWithdrawn,
    PublishedOccasion,
)
from shop.kernel.bus import publish
from shop.kernel.errors import DomainError
from shop.kernel.money import money


def announce_offer(product: Product, variants: Iterable[Variant]) -> None:
    """Tells the others exactly what may be sold of the product.

    Raises DomainError for tickets to nowhere.
    """
    publish(
        ProductPublished(
            product_id=product.id,
            title=product.title,
            variants=tuple(variant.published(product) for variant in variants),
            kind=product.kind,
            occasion=_occasion(product) if product.is_ticketed else None,
        )
    )


def _occasion(product: Product) -> PublishedOccasion:
    """Raises DomainError if nobody said when and where it takes place."""
    try:
        occasion = product.occasion
    except Occasion.DoesNotExist as error:
        raise DomainError(
            f"{product} has tickets, and no date and place: say when and where it takes place."
        ) from error
    return PublishedOccasion(
        kind=occasion.kind,
        starts_at=occasion.starts_at,
        ends_at=occasion.ends_at,
        time_zone=occasion.time_zone,
        venue=occasion.venue,
        address=occasion.address,
    )


def announce_update(product: Product) -> None:
    """Tells those who show the product, which is for sale, to look again."""
    publish(ProductUpdated(product_id=product.id, handle=product.handle, title=product.title))


def announce_price(variant: Variant, old_price: Money) -> None:
    publish(
        ProductPriceChanged(
            product_id=variant.product_id,
            sku=variant.stock_code,
            old_price=old_price,
            new_price=variant.cost(),
        )
    )


def announce_plan(variant: Variant, plans: Iterable[PlannedPrice], *, since: datetime) -> None:
    """Tells the others that from then on these prices of the variant are planned, and no others."""
    planned = (
        PlannedTold(
            price=money(plan.price, variant.currency),
            starts=plan.during.lower,
            ends=plan.during.upper,
        )
        for plan in plans
    )
    publish(
        ProductPricesPlanned(
            product_id=variant.product_id,
            sku=variant.stock_code,
            since=since,
            planned=tuple(planned),
        )
    )


def announce_withdrawal(product: Product, stock_codes: Iterable[str]) -> None:
    publish(ProductWithdrawn(product_id=product.id, skus=tuple(stock_codes)))
