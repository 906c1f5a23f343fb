"""`manage.py reconcile`: do a gateway's settlements say what our books say?"""

from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec
from django.core.management.base import BaseCommand, CommandError

from apps.payments.rules import SettlementLine
from shop.kernel.errors import InvalidInput
from shop.kernel.findings import Finding
from shop.kernel.text_files import UNREADABLE, opened
from shop.operations.reconcile import (
    Reconciliation,
    read_settlement,
    reconciled,
    reconciled_kept,
)


class Command(BaseCommand):
    help = (
        "Holds what a gateway settled against the ledger, payments and orders: these files"
        " (Stripe's itemised report, or plain CSV with id, charge, amount, currency, at), or all"
        " that is kept. Nothing is changed. Exit code 1 for any difference that is not just open."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("gateway", help="its name in PAYMENT_GATEWAYS")
        parser.add_argument("files", nargs="*", type=Path, help="they may overlap")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        broken: list[Finding] = []
        gateway, files = options["gateway"], options["files"]
        found = reconciled(gateway, _lines(files, broken)) if files else reconciled_kept(gateway)
        self.stdout.write(_as_json(found, broken) if options["json"] else _as_text(found, broken))
        if broken or not all(one.is_open for one in found.breaks):
            raise CommandError("The books differ, or a row cannot be read: see above.")


def _lines(files: Iterable[Path], broken: list[Finding]) -> Iterator[SettlementLine]:
    for path in files:
        try:
            with opened(path) as lines:
                for told in read_settlement(lines):
                    if isinstance(told, Finding):
                        broken.append(told)
                    else:
                        yield told
        except InvalidInput as refusal:
            raise CommandError(f"{path}: {refusal.sentence}") from refusal
        except UNREADABLE as failure:
            raise CommandError(f"{path} cannot be read to its end: {failure}.") from failure


def _as_json(found: Reconciliation, broken: list[Finding]) -> str:
    report = {"lines": found.lines, "breaks": found.breaks, "unreadable": broken}
    return msgspec.json.encode(report).decode()


def _as_text(found: Reconciliation, broken: list[Finding]) -> str:
    breaks = [
        f"{'open, ' if one.is_open else ''}{one.kind} {one.subject}: {one.sentence}"
        for one in found.breaks
    ]
    count = len(breaks) + len(broken)
    summary = f"{found.lines} lines, " + (f"{count} differences" if count else "all agree")
    return "\n".join([*map(str, broken), *breaks, summary])
