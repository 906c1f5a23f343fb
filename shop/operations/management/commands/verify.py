"""`manage.py verify`: is everything that must always be true, true?"""

from argparse import ArgumentParser
from typing import Any

import msgspec
from django.core.management.base import BaseCommand, CommandError

from apps.inventory.services import repair_drift
from shop.kernel.arguments import operator
from shop.kernel.context import acting_as
from shop.kernel.errors import DomainError
from shop.operations.verify import Report, Standing, verified


class Command(BaseCommand):
    help = "Checks the invariants of the whole shop in one snapshot. Exit code 1 if one is broken."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument(
            "--repair",
            action="store_true",
            help="first bring stock whose books do not agree in line, with a line of the ledger",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["repair"]:
            self._repair()
        report = verified()
        self.stdout.write(_as_json(report) if options["json"] else _as_text(report))
        if not report.is_clean:
            raise CommandError("The shop is not as it must be: see above.", returncode=1)

    def _repair(self) -> None:
        try:
            with acting_as(operator()):
                mended = repair_drift()
        except DomainError as refusal:
            raise CommandError(f"Not repaired: {refusal.sentence}", returncode=1) from refusal
        for drift in mended:
            self.stderr.write(f"mended stock {drift.sku} in {drift.warehouse}: {drift}")


def _as_json(report: Report) -> str:
    groups = {standing.value: report.of(standing) for standing in Standing}
    return msgspec.json.encode(groups).decode()


def _as_text(report: Report) -> str:
    lines = [
        f"{finding.standing:6} {finding.subject}: {finding.sentence} ({finding.invariant})"
        for finding in report.findings
    ]
    lines.append("clean" if report.is_clean else f"{len(report.of(Standing.BROKEN))} broken")
    return "\n".join(lines)
