"""`manage.py outbox VERB`: how the outbox stands, and what an operator does about it."""

from argparse import ArgumentParser
from typing import Any

import msgspec
from django.core.management.base import BaseCommand, CommandError

from outbox_relay.operating.report import Report
from outbox_relay.operating.verbs import VERBS
from shop.kernel.errors import DomainError


class Command(BaseCommand):
    help = (
        "Shows and operates the outbox. Exit code 1 if it refuses, or if something is wrong."
        " See docs/how-to/run-the-outbox.md."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
        for name, verb in VERBS.items():
            words = verbs.add_parser(name, help=verb.help, description=verb.help)
            verb.declare(words)
            words.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = VERBS[options["verb"]].run(options, self.stderr.write)
        except DomainError as refusal:
            raise CommandError(refusal.sentence, returncode=1) from refusal
        self.stdout.write(_as_json(report) if options["json"] else report.text)
        if report.wrong:
            raise CommandError(report.wrong, returncode=1)


def _as_json(report: Report) -> str:
    return msgspec.json.encode(report.facts).decode()
