"""Real catalogues of other shops, from the folder beside the project, as drafts of products."""

import csv
import gzip
import io
import json
from collections.abc import Iterator
from pathlib import Path

from apps.catalog.models import Product, ProductState, Variant

csv.field_size_limit(10**7)


def load(folder: Path) -> int:
    """Offers every product of the catalogues for sale at 10.00; returns how many there are."""
    products = [
        Product(
            handle=f"real-{n}",
            title=title[:255],
            brand=brand[:255],
            product_type=kind[:255],
            description=description,
            state=ProductState.PUBLISHED,
        )
        for n, (title, brand, kind, description) in enumerate(filter(_is_named, _goods(folder)))
    ]
    Product.objects.bulk_create(products, batch_size=500)
    Variant.objects.bulk_create(
        [
            Variant(product=each, stock_code=f"REAL-{n}", price=10, currency="EUR", position=1)
            for n, each in enumerate(products)
        ],
        batch_size=500,
    )
    return len(products)


def _goods(folder: Path) -> Iterator[tuple[str, str, str, str]]:
    yield from _of_a_market(folder / "flipkart_15_columns.csv.gz")
    for row in _rows(folder / "spree_demo_products.csv.gz"):
        yield row["name"], "", row["product_type"], row["description"]
    for row in _rows(folder / "brightdata_shein.csv.gz"):
        yield row["product_name"], row["brand"], row["category"], row["description"]
    for path in sorted((folder / "oscar_sandbox").glob("books.*.csv")):
        for _, shelf, _, title, text, *_ in csv.reader(path.read_text().splitlines(keepends=True)):
            yield title, "", shelf.split(" > ")[-1], text


def _of_a_market(path: Path) -> Iterator[tuple[str, str, str, str]]:
    for row in _rows(path):
        if row["product_name"]:
            kind = json.loads(row["product_category_tree"])[0].split(" >> ")[-2:][0]
            yield row["product_name"], row["brand"], kind, row["description"]


def _is_named(goods: tuple[str, ...]) -> bool:
    return bool(goods[0])


def _rows(path: Path) -> Iterator[dict[str, str]]:
    text = gzip.decompress(path.read_bytes()).decode("utf-8", "replace").replace("\0", "")
    yield from csv.DictReader(io.StringIO(text, newline=""))
