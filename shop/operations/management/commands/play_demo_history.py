"""`manage.py play_demo_history`: some weeks of orders, while the shop is already open."""

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from apps.catalog.queries import category_by_handle
from shop.operations.demo.catalogue import catalogue
from shop.operations.past import play_history


class Command(BaseCommand):
    help = (
        "Plays the demo's past through the services. Needs the relay, a worker and the sandbox;"
        " stopped at any time, it goes on where it was."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--days", type=int, default=28, help="how long the past is")
        parser.add_argument(
            "--pause", type=float, default=0.2, help="seconds to rest after each purchase"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        opened = category_by_handle(catalogue()[0].handle)
        if not settings.DEMO or opened is None:
            raise CommandError("There is no demo shop here: run `manage.py seed_demo` first.")
        played = 0
        for purchase in play_history(until=opened.created_at, days=options["days"]):
            if purchase.is_new:
                played += 1
                time.sleep(options["pause"])
        self.stdout.write(f"{played} purchases of the past were played.")
