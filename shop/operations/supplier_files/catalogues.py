"""Writes what a supplier sells, in a form that can be taken in again."""

import csv
from typing import TextIO

from apps.catalog.queries import goods_named
from apps.suppliers.queries import ArticleRow, article_rows

HEADER = (
    *("Code", "SKU", "Title", "Cost", "Currency", "In stock"),
    *("Minimum quantity", "Pack size", "Order up to", "Preferred"),
)


def write_catalogue(file: TextIO, *, supplier: str) -> None:
    """By the supplier's codes; the same catalogue gives the same bytes. Raises NotFound."""
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(HEADER)
    for rows in article_rows(supplier):
        goods = goods_named({row.sku for row in rows})
        for row in rows:
            named = goods.get(row.sku)
            writer.writerow(_cells(row, named.sku if named and named.sku else row.sku))


def _cells(row: ArticleRow, sku: str) -> list[object]:
    return [
        *(row.code, sku, row.title, f"{row.cost:f}", row.currency, row.in_stock),
        *(row.minimum_quantity, row.pack_size, row.order_up_to or ""),
        "yes" if row.is_preferred else "",
    ]
