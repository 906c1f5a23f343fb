"""manage.py export_purchase_orders FILE: write all purchase orders."""

from typing import TextIO

from shop.kernel.file_commands import ExportCommand
from shop.operations.supplier_files import write_purchase_orders


class Command(ExportCommand):
    help = (
        "Writes every line of every purchase order, and what became of it (UTF-8 CSV). The same"
        " books give the same bytes; import_purchase_orders takes the file in."
    )

    def write(self, file: TextIO) -> None:
        write_purchase_orders(file)
