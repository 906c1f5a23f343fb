from decimal import Decimal

import pytest
from django.db import IntegrityError

from apps.catalog.models import Category, Product, ProductImage, Variant
from tests.factories.catalog import (
    CategoryFactory,
    ProductFactory,
    ProductImageFactory,
    VariantFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("variant_price_positive", {"price": Decimal(0)}),
        ("variant_was_dearer", {"price": Decimal(5), "compare_at_price": Decimal(5)}),
        ("variant_currency_is_iso", {"currency": "eur"}),
        ("variant_options_few", {"option_values": ["a", "b", "c", "d"]}),
        ("variant_has_stock_code", {"stock_code": ""}),
        ("weight_grams_check", {"weight_grams": -1}),
    ],
)
def test_the_database_refuses_a_variant_that_breaks_a_rule(constraint, values):
    VariantFactory()

    with pytest.raises(IntegrityError, match=constraint):
        Variant.objects.update(**values)


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("product_state_known", {"state": "lost"}),
        ("product_tax_class_known", {"tax_class": "luxury"}),
        ("product_named", {"handle": ""}),
        ("product_options_few", {"option_names": ["a", "b", "c", "d"]}),
    ],
)
def test_the_database_refuses_a_product_that_breaks_a_rule(constraint, values):
    ProductFactory()

    with pytest.raises(IntegrityError, match=constraint):
        Product.objects.update(**values)


def test_the_database_refuses_a_category_without_a_name():
    CategoryFactory()

    with pytest.raises(IntegrityError, match="category_named"):
        Category.objects.update(title="")


def test_many_variants_may_have_no_sku_but_none_shares_one():
    VariantFactory(sku="", option_values=["S"])
    VariantFactory(sku="", option_values=["S"])
    VariantFactory(sku="TEA-100")

    with pytest.raises(IntegrityError, match="variant_sku_once"):
        VariantFactory(sku="TEA-100")


def test_variants_without_sku_differ_in_their_options():
    variant = VariantFactory(sku="", option_values=["S"])

    with pytest.raises(IntegrityError, match="variant_options_once"):
        VariantFactory(sku="", option_values=["S"], product=variant.product)


def test_an_image_hangs_once_at_a_product():
    image = ProductImageFactory(address="https://a.example/" + "ü" * 1900)

    with pytest.raises(IntegrityError, match="product_image_once"):
        ProductImageFactory(product=image.product, address=image.address)

    assert ProductImage._meta.get_field("address").max_length == 2000
