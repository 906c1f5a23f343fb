"""What is for sale: products in variants, and the categories they are found in."""

from apps.catalog.models.category import Category
from apps.catalog.models.product import Product, ProductImage, ProductState, TaxClass
from apps.catalog.models.variant import Variant

__all__ = ["Category", "Product", "ProductImage", "ProductState", "TaxClass", "Variant"]
