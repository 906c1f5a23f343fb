"""What can be ordered, and at which price: follows the catalog, in its own transactions."""

from collections.abc import Iterable
from decimal import Decimal
from uuid import UUID

from apps.orders import sql
from apps.orders.models import Offer, TaxRate
from shop.events.base import Money
from shop.events.catalog import PublishedVariant
from shop.kernel import clock
from shop.kernel.errors import InvalidInput
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
    Offer.objects.filter(sku=sku).update(
        price=price.amount, currency=price.currency, updated_at=clock.now()
    )


@unit_of_work
def withdraw_offers(*, product_id: UUID) -> None:
    """Nothing of the product can be ordered any more."""
    Offer.objects.filter(product_id=product_id).update(sellable=False, updated_at=clock.now())


@unit_of_work
def set_tax_rate(*, country: str, tax_class: str, rate: Decimal) -> TaxRate:
    """From now on the class of goods is taxed with this share of the net price in the country.

    Orders that were placed before keep their tax. Raises InvalidInput unless 0 <= rate < 1.
    """
    if not 0 <= rate < 1:
        raise InvalidInput(f"A tax rate is a share like 0.19, not {rate}.")
    tax_rate, _ = TaxRate.objects.update_or_create(
        country=country, tax_class=tax_class, defaults={"rate": rate}
    )
    return tax_rate
