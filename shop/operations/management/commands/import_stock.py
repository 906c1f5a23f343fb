"""manage.py import_stock FILE: take in an inventory file of Shopify."""

from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any

from shop.kernel.arguments import operator
from shop.kernel.context import acting_as
from shop.kernel.file_commands import ImportCommand, Tell
from shop.operations.stock_files import Tally, rehearse_stock_file, take_stock_file


class Command(ImportCommand):
    help = (
        "Takes in an inventory file as Shopify exports it (.csv or .csv.gz). A number under"
        " 'On hand (new)' changes a place that still has what 'On hand (current)' says; a row"
        " without one is what a place begins with. The same file again changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--open-warehouses", action="store_true", help="open the locations that are missing"
        )

    def take(self, lines: Iterable[str], tell: Tell, options: dict[str, Any]) -> Tally:
        take = rehearse_stock_file if options["dry_run"] else take_stock_file
        with acting_as(operator()):
            return take(
                lines,
                tell=tell,
                reason=f"file {options['file'].name}"[:200],
                opens_warehouses=options["open_warehouses"],
            )

    def summed_up(self, tally: Tally, *, is_rehearsal: bool) -> str:
        verb = "would have" if is_rehearsal else "have"
        return (
            f"{tally.changed} places {verb} other numbers, {tally.unchanged} stay as they are."
            f" {tally.errors} errors."
        )
