"""Product files as text, written row by row, so that a test shows what is in them."""

import csv
import io

from django.db import connection

from apps.catalog.rules.shopify.blocks import ProductBlock
from apps.catalog.rules.shopify.reading import read_products
from apps.catalog.rules.shopify.seen import SeenKeys
from apps.catalog.rules.shopify.sheets import Sheet
from apps.catalog.services import import_products
from shop.kernel.findings import Finding


def product_file(*rows: dict[str, str]) -> list[str]:
    """The lines of a file with these rows; its columns are all that a row names."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().splitlines(keepends=True)


def shirt(**cells: str) -> dict[str, str]:
    """A row of a shirt that is for sale at 20.00."""
    row = {
        "Handle": "shirt",
        "Title": "Shirt",
        "Status": "active",
        "Option1 Name": "Size",
        "Option1 Value": "M",
        "Variant SKU": "SHIRT-M",
        "Variant Price": "20.00",
    }
    return row | {name.replace("_", " "): cell for name, cell in cells.items()}


def more(**cells: str) -> dict[str, str]:
    """A row that goes on about the shirt."""
    return {"Handle": "shirt", **{name.replace("_", " "): cell for name, cell in cells.items()}}


FULL = [
    shirt(
        **{"Body (HTML)": "<p>Soft.</p>\r\n", "Product Category": "Apparel > Tops"},
        Vendor="Loom",
        Type="Tops",
        Tags="red,cotton",
        Image_Src="https://a.example/1.jpg",
        Variant_Compare_At_Price="25",
        Variant_Grams="200",
        Variant_Barcode="'5055915138381",
    ),
    more(Option1_Value="L", Variant_SKU="SHIRT-L", Variant_Price="21"),
    more(Image_Src="https://a.example/2.jpg", Image_Alt_Text="Back"),
]


def read(lines, *, currency="EUR"):
    """The products and the findings of a file."""
    seen = SeenKeys()
    found = list(read_products(Sheet(lines), seen, currency=currency))
    seen.close()
    blocks = [each for each in found if isinstance(each, ProductBlock)]
    return blocks, [each for each in found if isinstance(each, Finding)]


def take(*rows):
    """The tally and the findings of importing a file with these rows."""
    findings = []
    return import_products(product_file(*rows), tell=findings.append), findings


def stored_versions():
    """Every row of the catalogue with the transaction that wrote it."""
    with connection.cursor() as cursor:
        for table in ("category", "product", "variant", "productimage"):
            cursor.execute(f"SELECT xmin::text, id::text FROM catalog_{table} ORDER BY id")  # noqa: S608 - own names
            yield table, cursor.fetchall()
