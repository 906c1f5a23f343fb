"""What is for sale: products in variants, what is said of them, and where they are found."""

from apps.catalog.models.attribute import (
    Attribute,
    AttributeChoice,
    AttributeKind,
    AttributeValue,
    Dimension,
    ProductType,
    TypeAttribute,
)
from apps.catalog.models.category import LEVEL_MARK, Category
from apps.catalog.models.collection import (
    Collection,
    CollectionEntry,
    CollectionKind,
    CollectionRule,
    RuleSubject,
)
from apps.catalog.models.handle import FormerCategoryHandle, FormerHandle
from apps.catalog.models.image import ImageState, ProductImage
from apps.catalog.models.listing import Edition, Listing, SearchWord, StockLevel
from apps.catalog.models.occasion import Occasion, OccasionKind
from apps.catalog.models.price import ListedPrice, PlannedPrice
from apps.catalog.models.product import Product, ProductKind, ProductState, TaxClass
from apps.catalog.models.variant import Variant

__all__ = [
    "LEVEL_MARK",
    "Attribute",
    "AttributeChoice",
    "AttributeKind",
    "AttributeValue",
    "Category",
    "Collection",
    "CollectionEntry",
    "CollectionKind",
    "CollectionRule",
    "Dimension",
    "Edition",
    "FormerCategoryHandle",
    "FormerHandle",
    "ImageState",
    "ListedPrice",
    "Listing",
    "Occasion",
    "OccasionKind",
    "PlannedPrice",
    "Product",
    "ProductImage",
    "ProductKind",
    "ProductState",
    "ProductType",
    "RuleSubject",
    "SearchWord",
    "StockLevel",
    "TaxClass",
    "TypeAttribute",
    "Variant",
]
