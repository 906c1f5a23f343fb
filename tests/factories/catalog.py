"""Rows of the catalogue as a test may find them, one factory per model."""

from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from apps.catalog.models import Category, Product, ProductImage, ProductState, Variant


class CategoryFactory(DjangoModelFactory[Category]):
    class Meta:
        model = Category

    handle = factory.Sequence(lambda n: f"shelf-{n}")
    title = factory.Sequence(lambda n: f"Shelf {n}")


class ProductFactory(DjangoModelFactory[Product]):
    """For sale, but still without a variant."""

    class Meta:
        model = Product

    handle = factory.Sequence(lambda n: f"product-{n}")
    title = factory.Sequence(lambda n: f"Product {n}")
    state = ProductState.PUBLISHED


class VariantFactory(DjangoModelFactory[Variant]):
    """Twelve euros fifty, a quarter of a kilogram."""

    class Meta:
        model = Variant

    product = factory.SubFactory(ProductFactory)
    stock_code = factory.Sequence(lambda n: f"SKU-{n:05}")
    sku = factory.SelfAttribute("stock_code")
    price = Decimal("12.50")
    currency = "EUR"
    weight_grams = 250
    position = 1


class ProductImageFactory(DjangoModelFactory[ProductImage]):
    class Meta:
        model = ProductImage

    product = factory.SubFactory(ProductFactory)
    address = factory.Sequence(lambda n: f"https://pictures.example/{n}.jpg")
    position = 1
