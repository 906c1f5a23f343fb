import pytest

from apps.catalog.models import Product, Variant
from apps.catalog.rules.soundness import MOST_VARIANTS
from shop.events.catalog import ProductPublished
from shop.kernel.findings import error
from tests.apps.catalog.files import more, shirt, take
from tests.factories.catalog import VariantFactory

pytestmark = pytest.mark.django_db


def test_a_sku_of_another_product_of_the_shop_is_refused_and_the_rest_kept():
    VariantFactory(sku="SHIRT-L", product__handle="old-shirt")

    tally, findings = take(
        shirt(), more(Option1_Value="L", Variant_SKU="SHIRT-L", Variant_Price="1")
    )

    assert tally.variants_created == 1
    assert findings == [error(3, "SKU", "The SKU SHIRT-L belongs to the product old-shirt.")]


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        (shirt(Title=""), "Title", "No row gives it a title."),
        (shirt(Variant_Price="x"), "Price", "No row gives it a variant with a price."),
    ],
)
def test_a_product_without_title_or_price_is_left_out(row, column, reason):
    tally, findings = take(row, {**shirt(Variant_SKU="H"), "Handle": "hat"})

    assert list(Product.objects.values_list("handle", flat=True)) == ["hat"]
    assert tally.products_created == 1
    assert findings[-1] == error(2, column, f"The product shirt is left out. {reason}")


def test_rows_that_come_back_to_a_product_that_was_left_out_are_told():
    tally, findings = take(
        shirt(Title=""),
        {"Handle": "hat", "Title": "Hat", "Variant Price": "9"},
        more(Option1_Value="L", Variant_Price="5"),
    )

    assert (tally.products_created, tally.errors) == (1, 2)
    assert findings[-1] == error(4, "", "The product shirt was left out before: nothing to add to.")


def test_one_product_that_cannot_be_written_does_not_take_its_neighbours_along(published):
    clash = VariantFactory(stock_code="HAT-1", sku="OTHER")
    hat = {"Handle": "hat", "Title": "Hat", "Variant SKU": "HAT-1", "Variant Price": "9"}

    tally, findings = take(shirt(), hat, {**shirt(Variant_SKU="S"), "Handle": "scarf"})

    assert set(Product.objects.exclude(pk=clash.product_id).values_list("handle", flat=True)) == {
        "shirt",
        "scarf",
    }
    assert (tally.products_created, len(published(ProductPublished))) == (2, 2)
    assert [(f.line, f.severity) for f in findings] == [(3, "error")]
    assert "The product hat is left out. duplicate key" in findings[0].reason


def test_an_event_that_is_too_large_to_be_sent_does_not_stop_the_others():
    huge = {"Handle": "hat", "Title": "🎩" * 255, "Status": "active", "Variant Price": "9"}
    rows = [huge | {"Option1 Value": str(n)} for n in range(MOST_VARIANTS)]

    tally, findings = take(shirt(), *rows)

    assert list(Product.objects.values_list("handle", flat=True)) == ["shirt"]
    assert tally.products_created == 1
    assert [finding.line for finding in findings] == [3]
    assert "ProductPublished.v1 has" in findings[0].reason


def test_a_product_has_no_more_variants_than_it_may():
    rows = [more(Option1_Value=str(n), Variant_Price="9") for n in range(MOST_VARIANTS)]

    tally, findings = take(shirt(), *rows)

    assert Variant.objects.count() == tally.variants_created == MOST_VARIANTS
    assert [finding.line for finding in findings] == [MOST_VARIANTS + 2]
    assert "1 to 1000 variants" in findings[0].reason
