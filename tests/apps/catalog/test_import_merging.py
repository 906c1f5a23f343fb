import pytest

from apps.catalog.models import Product, ProductImage, ProductState, Variant
from shop.events.catalog import ProductPublished, ProductWithdrawn
from shop.kernel.models import OutboxEvent
from tests.apps.catalog.files import FULL, more, shirt, stored_versions, take
from tests.factories.catalog import CategoryFactory

pytestmark = pytest.mark.django_db


def test_what_a_file_is_silent_about_stays_except_a_former_price():
    take(*FULL)

    take({"Handle": "shirt", "Variant SKU": "SHIRT-M", "Option1 Value": "M", "Variant Price": "20"})

    product, variant = Product.objects.get(), Variant.objects.get(sku="SHIRT-M")
    assert (product.brand, product.state, product.option_names) == (
        "Loom",
        "published",
        ["Option 1"],
    )
    assert (variant.barcode, variant.weight_grams) == ("5055915138381", 200)
    assert variant.compare_at_price is None
    assert ProductImage.objects.count() == 2


def test_a_handle_that_comes_back_merges_into_the_product(published):
    rows = [
        shirt(Image_Src="https://a.example/1.jpg"),
        {"Handle": "hat", "Title": "Hat", "Variant Price": "9"},
        shirt(Title="Else", Option1_Value="L", Variant_SKU="SHIRT-L", Image_Src="https://b.ex/2"),
    ]
    take(*rows)
    before = dict(stored_versions())

    tally, _ = take(*rows)

    product = Product.objects.get(handle="shirt")
    assert product.title == "Shirt"
    assert [(v.sku, v.position) for v in product.variants.all()] == [("SHIRT-M", 1), ("SHIRT-L", 2)]
    assert [image.position for image in product.images.all()] == [1, 2]
    assert [len(event.variants) for event in published(ProductPublished)] == [1, 2]
    assert (tally.products_changed, dict(stored_versions())) == (0, before)


def test_a_variant_that_had_no_sku_is_known_again_when_it_gets_one():
    take(shirt(Variant_SKU=""), more(Option1_Value="L", Variant_Price="20"))
    codes = set(Variant.objects.values_list("stock_code", flat=True))

    take(shirt(), more(Option1_Value="L", Variant_SKU="SHIRT-L", Variant_Price="20"))

    assert set(Variant.objects.values_list("sku", flat=True)) == {"SHIRT-M", "SHIRT-L"}
    assert set(Variant.objects.values_list("stock_code", flat=True)) == codes


@pytest.mark.parametrize(
    ("status", "state"),
    [("draft", ProductState.DRAFT), ("archived", ProductState.WITHDRAWN)],
)
def test_a_file_takes_a_product_out_of_the_sale(status, state, published):
    take(shirt())

    take(shirt(Status=status))

    assert Product.objects.get().state == state
    assert [event.skus for event in published(ProductWithdrawn)] == [("SHIRT-M",)]


def test_drafts_are_heard_of_by_nobody(published):
    take(shirt(Status="draft"))

    assert Product.objects.get().state == ProductState.DRAFT
    assert OutboxEvent.objects.count() == 0


def test_a_category_is_found_by_its_title_before_one_is_made():
    CategoryFactory(handle="tops", title="Apparel > Tops")
    CategoryFactory(handle="apparel-hats", title="Apparel, Hats")

    take(
        *FULL,
        {**shirt(Variant_SKU="H", Title="Hat"), "Handle": "hat"}
        | {"Product Category": "Apparel > Hats"},
    )

    handles = dict(Product.objects.values_list("handle", "category__handle"))
    assert handles["shirt"] == "tops"
    assert handles["hat"].startswith("apparel-hats-")


def test_a_known_tax_code_is_the_tax_class_and_others_are_ignored():
    take(
        shirt(Variant_Tax_Code="Reduced"),
        {**shirt(Variant_SKU="H", Variant_Tax_Code="P0000000"), "Handle": "hat"},
    )

    assert dict(Product.objects.values_list("handle", "tax_class")) == {
        "shirt": "reduced",
        "hat": "standard",
    }
