"""The taxes that come with the shop, and what the demo takes for sending parcels."""

from decimal import Decimal

from django.conf import settings

from apps.orders.services import (
    load_tax_file,
    load_tax_policies,
    set_shipping_rate,
    set_shipping_zone,
)
from shop.events.base import Money
from shop.kernel.outbox.unit_of_work import unit_of_work

_NEAR = ("AT", "BE", "CZ", "DE", "DK", "FR", "LU", "NL", "PL")
# Zone, method, title, amount, and from which worth of goods on it is free.
_RATES = (
    ("nearby", "standard", "Standard, 2 to 4 days", "4.90", "50"),
    ("nearby", "express", "Express, next day", "12.90", None),
    ("far", "standard", "Standard, 4 to 9 days", "9.90", "100"),
    ("far", "express", "Express, 2 to 3 days", "24.90", None),
)


def seed_taxes() -> int:
    """Sets every rate; returns how many rules are new. Once more changes nothing."""
    load_tax_policies()
    return load_tax_file()


@unit_of_work
def seed_shipping() -> None:
    """Opens the zones and sets what parcels into them cost. Once more changes nothing."""
    set_shipping_zone(name="nearby", countries=_NEAR)
    set_shipping_zone(name="far", countries=())
    for zone, method, title, amount, free_from in _RATES:
        set_shipping_rate(
            zone=zone,
            method=method,
            title=title,
            amount=Money(amount=Decimal(amount), currency=settings.CURRENCY),
            free_from=Decimal(free_from) if free_from else None,
        )
