"""`manage.py seed_demo`: an empty shop becomes one to look at."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from shop.operations.seeding import seed_assortment, seed_logins, seed_shipping, seed_taxes


class Command(BaseCommand):
    help = "Loads the demo's goods, stock, tax rates and logins. Repeating it changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This shop is no demo: set TRADEWIND_DEMO=yes if it shall be one.")
        seed_taxes()
        seed_shipping()
        self.stdout.write(f"{seed_assortment()} products and {seed_logins()} logins are new.")
