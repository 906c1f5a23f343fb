"""`manage.py trace ID`."""

from argparse import ArgumentParser
from typing import Any

import msgspec
from django.core.management.base import BaseCommand, CommandError

from shop.kernel.errors import NotFound
from shop.operations.tracing import traced
from shop.operations.tracing.wording import as_text, as_values


class Command(BaseCommand):
    help = (
        "Tells everything that happened to one order or because of one request, in all processes."
        " Exit code 1 if nothing is known of it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "id",
            help="an order's number or id, a correlation id, a traceparent, an event's id or its"
            " place (ce_sequence)",
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            trace = traced(options["id"])
        except NotFound as unknown:
            raise CommandError(unknown.sentence, returncode=1) from unknown
        words = (
            msgspec.json.encode(as_values(trace)).decode() if options["json"] else as_text(trace)
        )
        self.stdout.write(words)
