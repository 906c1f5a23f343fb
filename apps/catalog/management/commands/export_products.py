"""manage.py export_products FILE: write the catalogue as a product file of Shopify."""

import csv
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError

from apps.catalog.queries import exported_header, exported_rows
from shop.kernel.text_files import write_whole


class Command(BaseCommand):
    help = (
        "Writes all products, whatever their state, as a product file of Shopify (UTF-8 CSV)."
        " The same catalogue gives the same bytes."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="where to, or - for the standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["file"] == "-":
            sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]
            _write(sys.stdout)
            return
        path = Path(options["file"])
        try:
            write_whole(path, _write)
        except OSError as failure:
            raise CommandError(f"{path} cannot be written: {failure.strerror}.") from failure


def _write(file: TextIO) -> None:
    # The csv module quotes a lone CR or LF only if it is a part of the line end.
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(exported_header())
    writer.writerows(exported_rows())
