"""manage.py import_supplier_feed SUPPLIER FILE: take in a supplier's own file."""

from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any

from django.core.management.base import CommandError

from shop.kernel.arguments import operator
from shop.kernel.context import acting_as
from shop.kernel.errors import NotFound
from shop.kernel.file_commands import ImportCommand, Tell
from shop.operations.supplier_files import FeedTally, take_feed


class Command(ImportCommand):
    help = (
        "Takes in a supplier's file (.csv or .csv.gz): what he sells, what it costs, what he has."
        " Which columns say so stands in shop/operations/supplier_files/formats.toml. What the file"
        " does not say stays as it is; the same file again changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("supplier", help="the code of the supplier")
        super().add_arguments(parser)

    def take(self, lines: Iterable[str], tell: Tell, options: dict[str, Any]) -> FeedTally:
        keeps = "nothing" if options["dry_run"] else "everything"
        try:
            with acting_as(operator()):
                return take_feed(lines, supplier=options["supplier"], tell=tell, keeps=keeps)
        except NotFound as refusal:
            raise CommandError(refusal.sentence) from refusal

    def summed_up(self, tally: FeedTally, *, is_rehearsal: bool) -> str:
        verb = "would be" if is_rehearsal else "are"
        return (
            f"{tally.new} articles {verb} new, {tally.changed} {verb} changed, {tally.unchanged}"
            f" stay as they are. {tally.errors} errors."
        )
