"""manage.py export_stock FILE: write the stock as an inventory file of Shopify."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from shop.kernel.text_files import write_whole
from shop.operations.stock_files import write_stock_file


class Command(BaseCommand):
    help = (
        "Writes what lies in every warehouse as an inventory file of Shopify (UTF-8 CSV)."
        " The same stock gives the same bytes; put counts under 'On hand (new)' and import it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="where to, or - for the standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["file"] == "-":
            sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]
            write_stock_file(sys.stdout)
            return
        path = Path(options["file"])
        try:
            write_whole(path, write_stock_file)
        except OSError as failure:
            raise CommandError(f"{path} cannot be written: {failure.strerror}.") from failure
