"""manage.py import_stock FILE: take in an inventory file of Shopify."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from shop.kernel.arguments import operator
from shop.kernel.context import acting_as
from shop.kernel.errors import InvalidInput
from shop.kernel.findings import Finding
from shop.kernel.text_files import UNREADABLE, opened
from shop.operations.stock_files import Tally, rehearse_stock_file, take_stock_file


class Command(BaseCommand):
    help = (
        "Takes in an inventory file as Shopify exports it (.csv or .csv.gz). A number under"
        " 'On hand (new)' changes a place that still has what 'On hand (current)' says; a row"
        " without one is what a place begins with. The same file again changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--dry-run", action="store_true", help="tell what would happen, and change nothing"
        )
        parser.add_argument(
            "--open-warehouses", action="store_true", help="open the locations that are missing"
        )
        parser.add_argument(
            "--json", action="store_true", help="one JSON object a line; the last one sums up"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        take = rehearse_stock_file if options["dry_run"] else take_stock_file
        show = self._as_json if options["json"] else self._as_text
        path = options["file"]
        try:
            with opened(path) as lines, acting_as(operator()):
                tally = take(
                    lines,
                    tell=show,
                    reason=f"file {path.name}"[:200],
                    opens_warehouses=options["open_warehouses"],
                )
        except InvalidInput as refusal:
            raise CommandError(refusal.sentence) from refusal
        except UNREADABLE as failure:
            raise CommandError(
                f"{path} cannot be read to its end: {failure}."
                " What came before is kept; import the whole file again."
            ) from failure
        self._sum_up(tally, options)

    def _sum_up(self, tally: Tally, options: dict[str, Any]) -> None:
        if options["json"]:
            self.stdout.write(json.dumps(asdict(tally)))
            return
        verb = "would have" if options["dry_run"] else "have"
        self.stdout.write(
            f"{tally.changed} places {verb} other numbers, {tally.unchanged} stay as they are."
            f" {tally.errors} errors."
        )

    def _as_text(self, finding: Finding) -> None:
        self.stdout.write(str(finding))

    def _as_json(self, finding: Finding) -> None:
        self.stdout.write(json.dumps(asdict(finding), ensure_ascii=False))
