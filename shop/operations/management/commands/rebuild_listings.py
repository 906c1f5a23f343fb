"""`manage.py rebuild_listings`: what lists and search show, made anew out of what is true."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from shop.operations.listings import listings_are_missing, rebuild_all_listings


class Command(BaseCommand):
    help = "Builds all listings anew, with their stock levels. Safe while the shop is open."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--missing", action="store_true", help="only if nothing is listed, but much is for sale"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["missing"] and not listings_are_missing():
            return
        self.stdout.write(f"{rebuild_all_listings()} products were looked at.")
