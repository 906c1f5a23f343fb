"""Fills an empty shop with the demo's goods and people, through the same services as everybody."""

from shop.operations.seeding.assortment import seed_assortment
from shop.operations.seeding.evenings import seed_evenings
from shop.operations.seeding.logins import seed_logins
from shop.operations.seeding.phones import seed_phones
from shop.operations.seeding.supply import seed_supply
from shop.operations.seeding.taxes import seed_shipping, seed_taxes

__all__ = [
    "seed_assortment",
    "seed_evenings",
    "seed_logins",
    "seed_phones",
    "seed_shipping",
    "seed_supply",
    "seed_taxes",
]
