from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, GistIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models


class Listing(models.Model):
    """A product for sale as lists, pages and search show it, worked out beforehand.

    Written only by the consumer `catalog_listings` and by `rebuild_listings`, and never the truth:
    it follows the catalogue within moments. `shelves` are the categories from the root down and
    the collections, "category/tea" or "collection/sale"; `marks` what it can be filtered by,
    "brand:Leaf & Co". `card` is what a list shows besides the columns, `page` what only the
    product's own page shows. `words` finds it, `heading`, without the description, ranks it.
    `edition` grows with every change that somebody can see. From `prices_until` on its prices are
    others, because one was planned to begin or end: whoever would show them then lists it anew.
    """

    product_id = models.UUIDField(primary_key=True, editable=False)
    # Not unique: while two products swap their handles, one listing follows before the other.
    handle = models.CharField(max_length=200, db_index=True)
    title = models.CharField(max_length=255)
    currency = models.CharField(max_length=3)
    price_from = models.DecimalField(max_digits=14, decimal_places=3)
    price_to = models.DecimalField(max_digits=14, decimal_places=3)
    is_available = models.BooleanField()
    created_at = models.DateTimeField()
    shelves = ArrayField(models.TextField())
    marks = ArrayField(models.TextField())
    skus = ArrayField(models.CharField(max_length=80))
    words = SearchVectorField()
    heading = SearchVectorField()
    card = models.JSONField()
    page = models.JSONField()
    edition = models.BigIntegerField()
    prices_until = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "-product_id"]
        constraints = [
            models.CheckConstraint(
                name="listing_costs_something",
                condition=models.Q(price_from__gt=0, price_to__gte=models.F("price_from")),
            ),
            models.CheckConstraint(
                name="listing_has_a_choice", condition=models.Q(skus__len__gte=1)
            ),
        ]
        indexes = [
            GinIndex(fields=["words", "shelves", "marks"], name="listing_found", fastupdate=False),
            GinIndex(fields=["skus"], name="listing_skus", fastupdate=False),
            models.Index(fields=["-created_at", "-product_id"], name="listing_newest"),
            models.Index(fields=["price_from", "product_id"], name="listing_cheapest"),
            models.Index(fields=["title", "product_id"], name="listing_named"),
            models.Index(
                fields=["prices_until"],
                name="listing_prices_turn",
                condition=models.Q(prices_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class StockLevel(models.Model):
    """Units of a SKU that could be bought when inventory told of it last; never the truth."""

    sku = models.CharField(max_length=80, primary_key=True)
    available = models.IntegerField()
    when_sold_out = models.CharField(max_length=16, default="deny", db_default="deny")
    promised_for = models.DateField(null=True)

    def __str__(self) -> str:
        return self.sku


class SearchWord(models.Model):
    """A word by which something is or was found, in lower case, and the stem it is indexed by."""

    word = models.CharField(max_length=40, primary_key=True)
    stem = models.CharField(max_length=40, db_index=True)

    class Meta:
        indexes = [
            GistIndex(OpClass("word", name="gist_trgm_ops(siglen=32)"), name="search_word_alike"),
        ]

    def __str__(self) -> str:
        return self.word


class Edition(models.Model):
    """The number of the last change to what the shop window shows: one row."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    number = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="edition_is_one", condition=models.Q(id=1)),
        ]

    def __str__(self) -> str:
        return str(self.number)
