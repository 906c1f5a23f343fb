"""Real product files of other shops, with all that is dirty in them."""

import gzip
import io
from collections import Counter

import pytest

from apps.catalog.models import Category, Product, ProductImage, Variant
from apps.catalog.queries import exported_rows
from apps.catalog.rules.shopify.writing import HEADER
from apps.catalog.services import import_products
from shop.kernel.models import OutboxEvent
from tests.apps.catalog.files import product_file, read

pytestmark = pytest.mark.django_db

# Per file: products, variants, images, rows left out.
KEPT = {
    "AButsai__product_template.csv": (3, 16, 2, 0),
    "Dominic339__stress_5500.csv.gz": (1100, 4400, 1106, 0),
    "alasdairhurst__blitz-add-products.csv.gz": (219, 1482, 1528, 0),
    "alasdairhurst__products.csv.gz": (1610, 4979, 3042, 0),
    "alasdairhurst__tuf-add-products.csv.gz": (392, 678, 1266, 0),
    "carbondigitalus__template.csv": (3, 5, 3, 0),
    "commerceworm__products_export.csv": (21, 21, 21, 0),
    "dfiiroz__products_export.csv.gz": (12, 347, 93, 1),
    "fe-riki05__products.csv.gz": (99, 299, 100, 1),
    "kcohen1997__product_template.csv": (3, 16, 11, 0),
    "shopifypartners__apparel.csv": (20, 22, 20, 0),
    "shopifypartners__jewelery.csv": (20, 23, 41, 0),
}
NOTED = {
    "alasdairhurst__products.csv.gz": {"Variant Compare At Price": 4979},
    "alasdairhurst__blitz-add-products.csv.gz": {"Variant Compare At Price": 1024},
    "alasdairhurst__tuf-add-products.csv.gz": {"Variant Compare At Price": 128},
    "dfiiroz__products_export.csv.gz": {"Variant Compare At Price": 348},
    "kcohen1997__product_template.csv": {"Variant Barcode": 16, "Variant Compare At Price": 3},
    "Dominic339__stress_5500.csv.gz": {"Variant Inventory Qty": 7, "Image Src": 6},
}


def lines_of(path):
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8-sig")
    return io.StringIO(text, newline="")


def take(path):
    findings = []
    tally = import_products(lines_of(path), tell=findings.append)
    return tally, findings


def test_every_file_of_the_folder_is_expected_here(shared_data):
    names = {path.name for path in shared_data.iterdir() if "inventory" not in path.name}

    assert names == set(KEPT)


@pytest.mark.parametrize("name", KEPT)
def test_a_real_catalogue_is_kept_but_for_bad_rows_and_survives_its_export(shared_data, name):
    path = shared_data / name
    findings = take_what_is_good(path, *KEPT[name])
    take_again_what_changes_nothing(path)
    exported = list(exported_rows())
    Product.objects.all().delete()
    Category.objects.all().delete()

    lines = product_file(*(dict(zip(HEADER, row, strict=True)) for row in exported))
    tally = import_products(lines, tell=lambda finding: None)

    columns = Counter(f.column for f in findings if f.severity == "note")
    assert {column: columns[column] for column in NOTED.get(name, {})} == NOTED.get(name, {})
    assert tally.errors == 0
    assert list(exported_rows()) == exported


def take_what_is_good(path, products, variants, images, bad):
    tally, findings = take(path)
    kept = [model.objects.count() for model in (Product, Variant, ProductImage)]
    assert kept == [products, variants, images]
    assert (tally.variants_created, tally.errors) == (variants, bad)
    return findings


def take_again_what_changes_nothing(path):
    events = OutboxEvent.objects.count()
    again, _ = take(path)
    assert (again.products_created, again.products_changed) == (0, 0)
    assert OutboxEvent.objects.count() == events


def test_the_products_of_the_shop_without_skus_are_for_sale_and_export_none(shared_data):
    take(shared_data / "shopifypartners__apparel.csv")

    codes = Variant.objects.values_list("stock_code", flat=True)
    skus = {row[HEADER.index("SKU")] for row in exported_rows()}

    assert len(set(codes)) == 22
    assert OutboxEvent.objects.count() == 20
    assert skus == {""}


def test_an_apostrophe_is_no_part_of_a_barcode(shared_data):
    name = "alasdairhurst__products.csv.gz"

    blocks, _ = read(lines_of(shared_data / name))

    barcodes = [variant.barcode for block in blocks for variant in block.draft.variants]
    assert len(barcodes) == 4979
    assert all(barcode and not barcode.startswith("'") for barcode in barcodes)
