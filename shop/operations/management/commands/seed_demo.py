"""`manage.py seed_demo`: an empty shop becomes one to look at."""

from argparse import ArgumentParser
from typing import Any

import msgspec
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from shop.operations.seeding import (
    seed_assortment,
    seed_evenings,
    seed_logins,
    seed_phones,
    seed_shipping,
    seed_supply,
    seed_taxes,
)


class Command(BaseCommand):
    help = (
        "Loads the demo's goods, stock, suppliers, tax rates and logins."
        " Repeating it changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This shop is no demo: set TRADEWIND_DEMO=yes if it shall be one.")
        seed_taxes()
        seed_shipping()
        seed_phones()
        new = {
            # Tickets first: what is newest shall be goods.
            "products": seed_evenings() + seed_assortment(),
            "suppliers": seed_supply(),
            "logins": seed_logins(),
        }
        if options["json"]:
            self.stdout.write(msgspec.json.encode(new).decode())
        else:
            self.stdout.write(
                f"{new['products']} products, {new['suppliers']} suppliers and {new['logins']}"
                " logins are new."
            )
