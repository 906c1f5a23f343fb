import threading
from decimal import Decimal

import pytest
from django.db import connection

from apps.catalog.models import Category, Product, Variant
from apps.catalog.queries import exported_rows
from apps.catalog.rules.drafts import ImageDraft, ProductDraft, VariantDraft
from apps.catalog.rules.shopify.writing import HEADER
from apps.catalog.services import create_product, import_products, rehearse_import
from apps.catalog.services.imports import PRODUCTS_AT_ONCE, Tally
from shop.events.catalog import ProductPriceChanged, ProductPublished
from shop.kernel.models import OutboxEvent
from tests.apps.catalog.files import FULL, more, product_file, shirt, stored_versions, take
from tests.factories.catalog import CategoryFactory

pytestmark = pytest.mark.django_db


def test_a_file_becomes_products_that_are_for_sale(published):
    tally, findings = take(*FULL)

    product = Product.objects.get()
    assert findings == []
    assert tally == Tally(products_created=1, variants_created=2, images_created=2)
    assert (product.title, product.description, product.tags) == (
        "Shirt",
        "<p>Soft.</p>\r\n",
        ["red", "cotton"],
    )
    assert product.category.full_title == "Apparel > Tops"
    assert (product.category.handle, product.category.title) == ("apparel-tops", "Tops")
    assert product.category.parent.handle == "apparel"
    (event,) = published(ProductPublished)
    assert [(v.sku, v.price.amount, v.price.currency) for v in event.variants] == [
        ("SHIRT-M", Decimal("20.00"), "EUR"),
        ("SHIRT-L", Decimal("21.00"), "EUR"),
    ]


def test_the_same_file_again_writes_nothing_and_tells_nothing():
    take(*FULL)
    before, events = dict(stored_versions()), OutboxEvent.objects.count()

    tally, _ = take(*FULL)

    assert tally == Tally(products_unchanged=1)
    assert dict(stored_versions()) == before
    assert OutboxEvent.objects.count() == events


def test_a_rehearsal_tells_the_same_and_writes_nothing():
    rows = [*FULL, {"Handle": "hat", "Title": "Hat", "Variant Price": "x"}, more(Tags="x")]
    rows += [more(Option1_Value="S", Variant_Price="19")]
    told, foreseen = [], []

    rehearsed = rehearse_import(product_file(*rows), tell=foreseen.append)
    stored = (Product.objects.count(), Category.objects.count(), OutboxEvent.objects.count())
    imported = import_products(product_file(*rows), tell=told.append)

    assert stored == (0, 0, 0)
    assert rehearsed == imported
    assert foreseen == told
    assert imported.variants_created == 3


def test_a_new_price_in_a_file_is_told_as_a_price(published):
    take(*FULL)

    tally, _ = take(shirt(Variant_Price="22"))

    assert (tally.products_changed, tally.variants_changed) == (1, 1)
    (event,) = published(ProductPriceChanged)
    assert (event.sku, event.old_price.amount, event.new_price.amount) == (
        "SHIRT-M",
        Decimal("20.00"),
        Decimal("22.00"),
    )
    assert len(published(ProductPublished)) == 1


def test_statements_grow_with_chunks_and_not_with_products(django_assert_max_num_queries):
    rows = [
        {"Handle": f"hat-{n}", "Title": "Hat", "Variant Price": "9", "Status": "draft"}
        for n in range(PRODUCTS_AT_ONCE)
    ]

    with django_assert_max_num_queries(12):
        take(*rows)

    assert Product.objects.count() == PRODUCTS_AT_ONCE


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_make_every_product_once():
    rows = [
        {"Handle": f"hat-{n}", "Title": "Hat", "Variant SKU": f"HAT-{n}", "Variant Price": "9"}
        for n in range(40)
    ]
    barrier, tallies, findings = threading.Barrier(2), [], []

    def take_file():
        barrier.wait()
        tallies.append(import_products(product_file(*rows), tell=findings.append))
        connection.close()

    threads = [threading.Thread(target=take_file) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert findings == []
    assert sum(tally.products_created for tally in tallies) == 40
    assert sum(tally.products_unchanged for tally in tallies) == 40
    assert Variant.objects.count() == 40


def test_what_services_make_survives_export_and_import():
    CategoryFactory(handle="tea", title="Tea, & “more”")
    create_product(
        draft=ProductDraft(
            handle="thé-vert",
            title=" Thé  vert\n",
            description='<p>"Sencha",\r\nfrom\rJapan\n</p> ',
            tags=("green, tea", "日本"),
            category="tea",
            tax_class="reduced",
            brand="Leaf & Co",
            product_type="Tea",
            option_names=("Size",),
            variants=(
                VariantDraft(price=Decimal(5), option_values=("  100 g ",), weight_grams=100),
                VariantDraft(sku="T", price=Decimal("9.9"), option_values=("100 g",)),
                VariantDraft(
                    price=Decimal(9), option_values=("",), compare_at_price=Decimal("9.01")
                ),
            ),
            images=(ImageDraft(address="https://a.example/ü.jpg", alt=" Tin ", position=7),),
        )
    )
    exported = list(exported_rows())
    Product.objects.all().delete()
    Category.objects.all().delete()

    import_products(
        product_file(*(dict(zip(HEADER, row, strict=True)) for row in exported)),
        tell=lambda _: None,
    )

    assert list(exported_rows()) == exported
    assert [row[HEADER.index("SKU")] for row in exported] == ["", "T", ""]
