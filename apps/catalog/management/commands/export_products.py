"""manage.py export_products FILE: write the catalogue as a product file of Shopify."""

import csv
from typing import TextIO

from apps.catalog.queries import exported_header, exported_rows
from shop.kernel.file_commands import ExportCommand


class Command(ExportCommand):
    help = (
        "Writes all products, whatever their state, as a product file of Shopify (UTF-8 CSV)."
        " The same catalogue gives the same bytes."
    )

    def write(self, file: TextIO) -> None:
        # The csv module quotes a lone CR or LF only if it is a part of the line end.
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(exported_header())
        writer.writerows(exported_rows())
