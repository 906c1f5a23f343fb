"""The demo's tree, words and collections, made by the services that every shop uses."""

from collections import Counter

from apps.catalog.models import AttributeValue, Category, Collection, CollectionEntry, Product
from shop.operations.seeding import seed_assortment


def test_the_demo_has_a_tree_words_and_collections_that_fill(db, deliver):
    new = seed_assortment()
    deliver("catalog")
    counts = (Category.objects.count(), AttributeValue.objects.count(), Collection.objects.count())
    again = seed_assortment()

    levels = Counter(len(lineage) for lineage in Category.objects.values_list("lineage", flat=True))
    entries = Counter(CollectionEntry.objects.values_list("collection__handle", flat=True))
    cheap = Product.objects.filter(variants__price__lte=30).distinct().count()
    assert levels[1] == 12
    assert levels[2] >= 24
    assert entries == {"new": 12, "under-30": cheap}
    assert Product.objects.filter(attribute_values=None).count() == 0
    assert Product.objects.filter(category__parent=None).count() == 0
    assert (new, again) == (Product.objects.count(), 0)
    assert (
        Category.objects.count(),
        AttributeValue.objects.count(),
        Collection.objects.count(),
    ) == counts
