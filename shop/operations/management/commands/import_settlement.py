"""manage.py import_settlement GATEWAY FILE: keep what a gateway settled."""

from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any

from shop.kernel.file_commands import ImportCommand, Tell
from shop.operations.reconcile import Tally, rehearse_settlement, take_settlement


class Command(ImportCommand):
    help = (
        "Keeps a settlement file (Stripe's itemised report, or plain CSV with id, charge, amount,"
        " currency, at), which is held against the books every hour. The same file again changes"
        " nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("gateway", help="its name in PAYMENT_GATEWAYS")
        super().add_arguments(parser)

    def take(self, lines: Iterable[str], tell: Tell, options: dict[str, Any]) -> Tally:
        take = rehearse_settlement if options["dry_run"] else take_settlement
        return take(options["gateway"], lines, tell=tell)

    def summed_up(self, tally: Tally, *, is_rehearsal: bool) -> str:
        verb = "would be" if is_rehearsal else "are"
        return f"{tally.new} lines {verb} new, {tally.known} were known. {tally.errors} errors."
