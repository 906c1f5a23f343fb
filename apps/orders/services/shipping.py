"""What sending parcels costs, zone by zone."""

from collections.abc import Collection
from decimal import Decimal

from apps.orders.models import ShippingMethod, ShippingRate, ShippingZone, ZoneCountry
from shop.events.base import Money
from shop.kernel import clock
from shop.kernel.errors import InvalidInput, NotFound
from shop.kernel.outbox.unit_of_work import unit_of_work


@unit_of_work
def set_shipping_zone(*, name: str, countries: Collection[str]) -> None:
    """The zone has exactly these countries; one without countries is for all others.

    A country leaves the zone in which it was.
    """
    zone, _ = ShippingZone.objects.update_or_create(
        name=name, defaults={"is_default": not countries}
    )
    zone.countries.exclude(country__in=countries).delete()
    for country in sorted(countries):
        ZoneCountry.objects.update_or_create(country=country, defaults={"zone": zone})


@unit_of_work
def set_shipping_rate(
    *,
    zone: str,
    method: str,
    title: str,
    amount: Money,
    free_from: Decimal | None = None,
    tax_class: str = "standard",
) -> None:
    """From now on a parcel into the zone costs this; a rate that says the same goes on.

    Raises NotFound for an unknown zone, InvalidInput for an unknown method.
    """
    if method not in ShippingMethod.values:
        raise InvalidInput(f"Parcels travel by {' or '.join(ShippingMethod.values)}.")
    found = ShippingZone.objects.select_for_update().filter(name=zone).first()
    if found is None:
        raise NotFound(f"There is no shipping zone {zone}: make it first.")
    facts = {
        "title": title,
        "amount": amount.amount,
        "free_from": free_from,
        "tax_class": tax_class,
    }
    current = found.rates.filter(method=method, currency=amount.currency, ended_at=None)
    if not current.filter(**facts).exists():
        current.update(ended_at=clock.now())
        ShippingRate.objects.create(zone=found, method=method, currency=amount.currency, **facts)
