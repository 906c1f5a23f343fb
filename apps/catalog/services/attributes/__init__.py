"""What can be said of products, and what is said of each."""

from apps.catalog.services.attributes.defining import (
    define_attribute,
    define_product_type,
    revise_attribute,
)
from apps.catalog.services.attributes.describing import describe_product

__all__ = ["define_attribute", "define_product_type", "describe_product", "revise_attribute"]
