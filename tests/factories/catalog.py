"""Rows of the catalogue as a test may find them, one factory per model."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import factory
from django.contrib.postgres.search import SearchVectorField
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Value
from factory.django import DjangoModelFactory

from apps.catalog.models import (
    LEVEL_MARK,
    Attribute,
    AttributeChoice,
    AttributeKind,
    AttributeValue,
    Category,
    Collection,
    CollectionEntry,
    CollectionKind,
    CollectionRule,
    Edition,
    FormerCategoryHandle,
    FormerHandle,
    ListedPrice,
    Listing,
    Occasion,
    OccasionKind,
    PlannedPrice,
    Product,
    ProductImage,
    ProductKind,
    ProductState,
    ProductType,
    RuleSubject,
    SearchWord,
    StockLevel,
    TypeAttribute,
    Variant,
)
from shop.kernel import clock
from shop.kernel.identity import new_id

_MONDAY = datetime(2026, 5, 4, tzinfo=UTC)


def _lineage(category):
    return [*(category.parent.lineage if category.parent else []), category.id]


def _full_title(category):
    above = category.parent
    return f"{above.full_title}{LEVEL_MARK}{category.title}" if above else category.title


class CategoryFactory(DjangoModelFactory[Category]):
    """A root, or below `parent`."""

    class Meta:
        model = Category

    id = factory.LazyFunction(new_id)
    handle = factory.Sequence(lambda n: f"shelf-{n}")
    title = factory.Sequence(lambda n: f"Shelf {n}")
    parent = None
    lineage = factory.LazyAttribute(_lineage)
    full_title = factory.LazyAttribute(_full_title)


class FormerCategoryHandleFactory(DjangoModelFactory[FormerCategoryHandle]):
    class Meta:
        model = FormerCategoryHandle

    handle = factory.Sequence(lambda n: f"former-shelf-{n}")
    category = factory.SubFactory(CategoryFactory)


class ProductFactory(DjangoModelFactory[Product]):
    """For sale, but still without a variant."""

    class Meta:
        model = Product

    handle = factory.Sequence(lambda n: f"product-{n}")
    title = factory.Sequence(lambda n: f"Product {n}")
    state = ProductState.PUBLISHED


class OccasionFactory(DjangoModelFactory[Occasion]):
    """An evening in Berlin."""

    class Meta:
        model = Occasion

    product = factory.SubFactory(ProductFactory, kind=ProductKind.TICKETED)
    kind = OccasionKind.EVENT
    starts_at = datetime(2027, 5, 1, 17, 30, tzinfo=UTC)
    ends_at = datetime(2027, 5, 1, 20, 0, tzinfo=UTC)
    time_zone = "Europe/Berlin"
    venue = "Harbour Hall"
    address = "Am Kai 1, Berlin"


class FormerHandleFactory(DjangoModelFactory[FormerHandle]):
    class Meta:
        model = FormerHandle

    handle = factory.Sequence(lambda n: f"former-product-{n}")
    product = factory.SubFactory(ProductFactory)


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


class PlannedPriceFactory(DjangoModelFactory[PlannedPrice]):
    """Ten euros, in another week for each."""

    class Meta:
        model = PlannedPrice

    variant = factory.SubFactory(VariantFactory)
    price = Decimal("10.00")
    during = factory.Sequence(
        lambda n: DateTimeTZRange(
            _MONDAY + timedelta(weeks=n), _MONDAY + timedelta(weeks=n, days=5)
        )
    )


class ListedPriceFactory(DjangoModelFactory[ListedPrice]):
    """Twelve euros fifty, until today."""

    class Meta:
        model = ListedPrice

    product_id = factory.LazyFunction(new_id)
    sku = factory.Sequence(lambda n: f"SKU-{n:05}")
    price = Decimal("12.50")
    during = factory.LazyFunction(lambda: DateTimeTZRange(_MONDAY, None))


class ProductImageFactory(DjangoModelFactory[ProductImage]):
    """Elsewhere, and still to be fetched."""

    class Meta:
        model = ProductImage

    product = factory.SubFactory(ProductFactory)
    address = factory.Sequence(lambda n: f"https://pictures.example/{n}.jpg")
    position = 1


class AttributeFactory(DjangoModelFactory[Attribute]):
    """A choice, still without answers."""

    class Meta:
        model = Attribute

    code = factory.Sequence(lambda n: f"attribute_{n}")
    label = factory.Sequence(lambda n: f"Attribute {n}")
    kind = AttributeKind.CHOICE


class AttributeChoiceFactory(DjangoModelFactory[AttributeChoice]):
    class Meta:
        model = AttributeChoice

    attribute = factory.SubFactory(AttributeFactory)
    value = factory.Sequence(lambda n: f"choice-{n}")
    label = factory.Sequence(lambda n: f"Choice {n}")


class AttributeValueFactory(DjangoModelFactory[AttributeValue]):
    """A chosen answer."""

    class Meta:
        model = AttributeValue

    product = factory.SubFactory(ProductFactory)
    attribute = factory.SelfAttribute("choice.attribute")
    kind = AttributeKind.CHOICE
    choice = factory.SubFactory(AttributeChoiceFactory)


class ProductTypeFactory(DjangoModelFactory[ProductType]):
    class Meta:
        model = ProductType

    title = factory.Sequence(lambda n: f"Type {n}")


class TypeAttributeFactory(DjangoModelFactory[TypeAttribute]):
    class Meta:
        model = TypeAttribute

    product_type = factory.SubFactory(ProductTypeFactory)
    attribute = factory.SubFactory(AttributeFactory)


class CollectionFactory(DjangoModelFactory[Collection]):
    """Chosen by hand."""

    class Meta:
        model = Collection

    handle = factory.Sequence(lambda n: f"collection-{n}")
    title = factory.Sequence(lambda n: f"Collection {n}")
    kind = CollectionKind.MANUAL


class CollectionRuleFactory(DjangoModelFactory[CollectionRule]):
    class Meta:
        model = CollectionRule

    collection = factory.SubFactory(CollectionFactory, kind=CollectionKind.RULE)
    subject = RuleSubject.TAG
    text = "new"


class CollectionEntryFactory(DjangoModelFactory[CollectionEntry]):
    class Meta:
        model = CollectionEntry

    collection = factory.SubFactory(CollectionFactory)
    product = factory.SubFactory(ProductFactory)


class ListingFactory(DjangoModelFactory[Listing]):
    """As if the product had been listed; nothing finds it but its handle and its SKU."""

    class Meta:
        model = Listing

    product_id = factory.LazyFunction(new_id)
    handle = factory.Sequence(lambda n: f"listed-{n}")
    title = factory.Sequence(lambda n: f"Listed {n}")
    currency = "EUR"
    price_from = price_to = Decimal("12.50")
    is_available = True
    created_at = factory.LazyFunction(clock.now)
    shelves = factory.List([])
    marks = factory.List([])
    skus = factory.Sequence(lambda n: [f"LISTED-{n}"])
    words = heading = Value("", output_field=SearchVectorField())
    card = factory.Dict({"brand": "", "path": [], "former_price": None, "picture": None})
    page = factory.Dict({})
    edition = 1


class StockLevelFactory(DjangoModelFactory[StockLevel]):
    class Meta:
        model = StockLevel

    sku = factory.Sequence(lambda n: f"SKU-{n:05}")
    available = 10


class SearchWordFactory(DjangoModelFactory[SearchWord]):
    class Meta:
        model = SearchWord

    word = factory.Sequence(lambda n: f"word{n}")
    stem = factory.SelfAttribute("word")


class EditionFactory(DjangoModelFactory[Edition]):
    class Meta:
        model = Edition

    number = 1
