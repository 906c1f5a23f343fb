"""manage.py import_products FILE: take in a product file of Shopify."""

import json
from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.catalog.services import import_products, rehearse_import
from apps.catalog.services.imports import Tally
from shop.kernel.errors import InvalidInput
from shop.kernel.findings import Finding
from shop.kernel.text_files import UNREADABLE, opened


class Command(BaseCommand):
    help = (
        "Takes in a product file as Shopify exports it (.csv or .csv.gz). What is wrong with a row"
        " is told with its line; everything else is kept. The same file again changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--dry-run", action="store_true", help="tell what would happen, and change nothing"
        )
        parser.add_argument(
            "--json", action="store_true", help="one JSON object a line; the last one sums up"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        take = rehearse_import if options["dry_run"] else import_products
        show = self._as_json if options["json"] else self._as_text
        try:
            with opened(options["file"]) as lines:
                tally = take(lines, tell=show)
        except InvalidInput as refusal:
            raise CommandError(refusal.sentence) from refusal
        except UNREADABLE as failure:
            raise CommandError(
                f"{options['file']} cannot be read to its end: {failure}."
                " What came before is kept; import the whole file again."
            ) from failure
        self._sum_up(tally, show, options)

    def _sum_up(self, tally: Tally, show: Callable[..., None], options: dict[str, Any]) -> None:
        if options["json"]:
            self.stdout.write(json.dumps(asdict(tally)))
            return
        verb = "would be" if options["dry_run"] else "were"
        self.stdout.write(
            f"{tally.products_created} products {verb} created, {tally.products_changed} changed,"
            f" {tally.products_unchanged} left as they are;"
            f" {tally.variants_created} variants and {tally.images_created} images are new."
            f" {tally.errors} errors, {tally.notes} notes."
        )

    def _as_text(self, finding: Finding) -> None:
        self.stdout.write(str(finding))

    def _as_json(self, finding: Finding) -> None:
        self.stdout.write(json.dumps(asdict(finding), ensure_ascii=False))
