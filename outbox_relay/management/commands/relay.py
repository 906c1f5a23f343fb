"""`manage.py relay`: sends events to the topics and to the durable handlers, until stopped."""

import threading
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from outbox_relay import process
from shop.kernel.metrics import serve_metrics


class Command(BaseCommand):
    help = "Relays the outbox to the topics and to the durable handlers. Ctrl-C stops it."
    # They load every page and all that it needs, of which a relay shows none. `doctor` runs them.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--name",
            default="",
            help="the relay's name (default: the host's); a restarted relay of the same name"
            " goes on at once, another one waits until the old lease runs out",
        )

        parser.add_argument(
            "--consumers",
            nargs="+",
            default=(),
            help="only these, like `orders kafka`; without it all that there are",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        stopping = threading.Event()
        process.stop_on_signals(stopping)
        serve_metrics("RELAY_METRICS")
        try:
            process.run(stopping=stopping, name=options["name"], only=options["consumers"])
        except ImproperlyConfigured as refusal:
            raise CommandError(f"{refusal}") from refusal
