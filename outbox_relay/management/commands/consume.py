"""`manage.py consume`: takes events from Kafka to the handlers of chosen consumers."""

import threading
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from outbox_relay.inbox import process
from outbox_relay.process import stop_on_signals
from shop.kernel.metrics import serve_metrics


class Command(BaseCommand):
    help = "Takes events from Kafka to the handlers of chosen consumers. Ctrl-C stops it."
    # As for the relay: they load every page.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--consumers", nargs="+", required=True, help="whose handlers, `notifications`"
        )
        parser.add_argument(
            "--name",
            default="",
            help="the process's name (default: the host's); a restarted one of the same name goes"
            " on at once, another one waits until Kafka misses it",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        stopping = threading.Event()
        stop_on_signals(stopping)
        serve_metrics("CONSUME_METRICS")
        try:
            process.run(options["consumers"], stopping=stopping, name=options["name"])
        except ImproperlyConfigured as refusal:
            raise CommandError(f"{refusal}") from refusal
