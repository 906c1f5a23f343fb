"""What sending parcels costs, zone by zone."""

from collections.abc import Collection
from decimal import Decimal

from apps.orders.models import ShippingMethod, ShippingRate, ShippingZone, ZoneCountry
from shop.events.base import Money
from shop.kernel import clock
from shop.kernel.countries import confirm_country
from shop.kernel.errors import DomainError, InvalidInput, NotFound
from shop.kernel.money import is_exact
from shop.kernel.outbox.unit_of_work import unit_of_work


@unit_of_work
def set_shipping_zone(*, name: str, countries: Collection[str]) -> ShippingZone:
    """The zone has exactly these countries; one without countries is for all others.

    A country leaves the zone in which it was. Raises InvalidInput for what is no country,
    DomainError if another zone is for all others.
    """
    for country in countries:
        confirm_country(country)
    if not countries:
        _confirm_no_other_default(name)
    zone, _ = ShippingZone.objects.update_or_create(
        name=name, defaults={"is_default": not countries}
    )
    zone.countries.exclude(country__in=countries).delete()
    for country in sorted(countries):
        ZoneCountry.objects.update_or_create(country=country, defaults={"zone": zone})
    return zone


def _confirm_no_other_default(name: str) -> None:
    other = ShippingZone.objects.filter(is_default=True).exclude(name=name).first()
    if other:
        raise DomainError(f"The zone {other} is for all other countries: name those of this one.")


@unit_of_work
def set_shipping_rate(
    *,
    zone: str,
    method: str,
    title: str,
    amount: Money,
    free_from: Decimal | None = None,
    tax_class: str = "standard",
) -> ShippingRate:
    """From now on a parcel into the zone costs this; a rate that says the same goes on.

    Raises NotFound for an unknown zone, InvalidInput for an unknown method and for amounts that are
    below zero or cannot be paid.
    """
    if method not in ShippingMethod.values:
        raise InvalidInput(f"Parcels travel by {' or '.join(ShippingMethod.values)}.")
    _confirm_payable(amount.amount, amount.currency)
    _confirm_payable(free_from or Decimal(0), amount.currency)
    found = ShippingZone.objects.select_for_update().filter(name=zone).first()
    if found is None:
        raise NotFound(f"There is no shipping zone {zone}: make it first.")
    facts = {
        "title": title,
        "amount": amount.amount,
        "free_from": free_from,
        "tax_class": tax_class,
    }
    running = found.rates.filter(method=method, currency=amount.currency, ended_at=None)
    same = running.filter(**facts).first()
    if same:
        return same
    running.update(ended_at=clock.now())
    return ShippingRate.objects.create(zone=found, method=method, currency=amount.currency, **facts)


def _confirm_payable(amount: Decimal, currency: str) -> None:
    if amount < 0 or not is_exact(amount, currency):
        raise InvalidInput(f"A parcel costs whole minor units of {currency}, or nothing.")
