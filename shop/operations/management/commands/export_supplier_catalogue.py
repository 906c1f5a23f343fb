"""manage.py export_supplier_catalogue SUPPLIER FILE: write what a supplier sells."""

from argparse import ArgumentParser
from typing import Any, TextIO

from django.core.management.base import CommandError

from shop.kernel.errors import NotFound
from shop.kernel.file_commands import ExportCommand
from shop.operations.supplier_files import write_catalogue


class Command(ExportCommand):
    help = (
        "Writes what a supplier sells, and on which terms (UTF-8 CSV); import_supplier_feed takes"
        " the file in again."
    )
    supplier = ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("supplier", help="the code of the supplier")
        super().add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        self.supplier = options["supplier"]
        try:
            super().handle(*args, **options)
        except NotFound as refusal:
            raise CommandError(refusal.sentence) from refusal

    def write(self, file: TextIO) -> None:
        write_catalogue(file, supplier=self.supplier)
