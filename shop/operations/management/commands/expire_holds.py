"""`manage.py expire_holds`: what beat does every ten seconds, once and by hand."""

from argparse import ArgumentParser
from typing import Any

import msgspec
from django.core.management.base import BaseCommand

from apps.inventory.queries import lapsed_orders
from apps.inventory.services import release_lapsed_holds


class Command(BaseCommand):
    help = (
        "Releases the stock of orders whose time to pay is over; they are cancelled by the relay."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say which would be")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        lapsed = lapsed_orders()
        released = 0 if options["dry_run"] else release_lapsed_holds()
        if options["json"]:
            found = {"lapsed": lapsed, "released": released}
            self.stdout.write(msgspec.json.encode(found).decode())
        elif options["dry_run"]:
            orders = "".join(f"\n  order {order_id}" for order_id in lapsed)
            self.stdout.write(f"{len(lapsed)} holds have lapsed.{orders}")
        else:
            self.stdout.write(f"{released} of {len(lapsed)} lapsed holds were released.")
