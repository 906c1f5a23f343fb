"""manage.py export_stock FILE: write the stock as an inventory file of Shopify."""

from typing import TextIO

from shop.kernel.file_commands import ExportCommand
from shop.operations.stock_files import write_stock_file


class Command(ExportCommand):
    help = (
        "Writes what lies in every warehouse as an inventory file of Shopify (UTF-8 CSV)."
        " The same stock gives the same bytes; put counts under 'On hand (new)' and import it."
    )

    def write(self, file: TextIO) -> None:
        write_stock_file(file)
