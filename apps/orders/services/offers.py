"""What can be ordered, and at which price: follows the catalog, in its own transactions."""

from collections.abc import Iterable
from uuid import UUID

from apps.orders.models import Offer
from shop.events.base import Money
from shop.events.catalog import PublishedVariant
from shop.kernel import clock
from shop.kernel.outbox.unit_of_work import unit_of_work


@unit_of_work
def write_offers(*, product_id: UUID, variants: Iterable[PublishedVariant]) -> None:
    """The product is sold in exactly these variants; its other offers end."""
    offers = [_offer(product_id, variant) for variant in variants]
    offers.sort(key=lambda offer: offer.sku)
    ended = Offer.objects.filter(product_id=product_id, sellable=True)
    ended.exclude(sku__in=[offer.sku for offer in offers]).update(sellable=False)
    Offer.objects.bulk_create(
        offers,
        update_conflicts=True,
        unique_fields=["sku"],
        update_fields=[
            "product_id",
            "title",
            "price",
            "currency",
            "tax_class",
            "sellable",
            "updated_at",
        ],
    )


@unit_of_work
def change_offer_price(*, sku: str, price: Money) -> None:
    """The offer costs something else from now on."""
    Offer.objects.filter(sku=sku).update(
        price=price.amount, currency=price.currency, updated_at=clock.now()
    )


@unit_of_work
def withdraw_offers(*, product_id: UUID) -> None:
    """Nothing of the product can be ordered any more."""
    Offer.objects.filter(product_id=product_id).update(sellable=False, updated_at=clock.now())


def _offer(product_id: UUID, variant: PublishedVariant) -> Offer:
    return Offer(
        sku=variant.sku,
        product_id=product_id,
        title=variant.title,
        price=variant.price.amount,
        currency=variant.price.currency,
        tax_class=variant.tax_class,
        sellable=True,
        updated_at=clock.now(),
    )
