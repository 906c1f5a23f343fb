from typing import TYPE_CHECKING

from django.db import models
from django.db.models.functions import Now

from apps.catalog.models.attribute import Attribute, AttributeChoice
from apps.catalog.models.category import Category
from apps.catalog.models.product import Product
from shop.kernel.identity import new_id

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class CollectionKind(models.TextChoices):
    MANUAL = "manual", "chosen by hand"
    RULE = "rule", "by rules"


class Collection(models.Model):
    """Products that are shown together: chosen one by one, or all that keep every rule.

    `kind` never changes. `picture` is the text of an SVG drawing, or empty.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    handle = models.CharField(max_length=200, unique=True)
    title = models.CharField(max_length=255, unique=True)
    blurb = models.TextField(blank=True)
    picture = models.TextField(blank=True)
    kind = models.CharField(max_length=16, choices=CollectionKind)
    position = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    if TYPE_CHECKING:
        entries: RelatedManager["CollectionEntry"]
        rules: RelatedManager["CollectionRule"]

    class Meta:
        ordering = ["position", "title"]
        constraints = [
            models.CheckConstraint(
                name="collection_named", condition=~models.Q(handle="") & ~models.Q(title="")
            ),
            models.CheckConstraint(
                name="collection_kind_known", condition=models.Q(kind__in=CollectionKind.values)
            ),
        ]

    def __str__(self) -> str:
        return self.title


class RuleSubject(models.TextChoices):
    TAG = "tag", "has the tag"
    BRAND = "brand", "is of the brand"
    PRODUCT_TYPE = "product_type", "is of the type"
    CATEGORY = "category", "stands in or below the category"
    PRICE = "price", "has a variant that costs"
    CHOICE = "choice", "has the attribute"
    MEASURE = "measure", "measures"


_WITH_TEXT = [RuleSubject.TAG, RuleSubject.BRAND, RuleSubject.PRODUCT_TYPE]
_WITH_RANGE = [RuleSubject.PRICE, RuleSubject.MEASURE]


class CollectionRule(models.Model):
    """One condition of a collection by rule. `lowest` and `highest` both belong to the range.

    They are amounts in the shop's currency, or measures in the attribute's base unit.
    """

    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="rules")
    subject = models.CharField(max_length=16, choices=RuleSubject)
    text = models.CharField(max_length=255, blank=True)
    category = models.ForeignKey(Category, null=True, blank=True, on_delete=models.RESTRICT)
    attribute = models.ForeignKey(Attribute, null=True, blank=True, on_delete=models.RESTRICT)
    choice = models.ForeignKey(AttributeChoice, null=True, blank=True, on_delete=models.RESTRICT)
    lowest = models.DecimalField(max_digits=32, decimal_places=9, null=True, blank=True)
    highest = models.DecimalField(max_digits=32, decimal_places=9, null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="rule_subject_known", condition=models.Q(subject__in=RuleSubject.values)
            ),
            models.CheckConstraint(
                name="rule_text_where_needed",
                condition=models.Q(subject__in=_WITH_TEXT) & ~models.Q(text="")
                | ~models.Q(subject__in=_WITH_TEXT) & models.Q(text=""),
            ),
            models.CheckConstraint(
                name="rule_category_where_needed",
                condition=models.Q(subject=RuleSubject.CATEGORY, category__isnull=False)
                | ~models.Q(subject=RuleSubject.CATEGORY) & models.Q(category__isnull=True),
            ),
            models.CheckConstraint(
                name="rule_choice_where_needed",
                condition=models.Q(subject=RuleSubject.CHOICE, choice__isnull=False)
                | ~models.Q(subject=RuleSubject.CHOICE) & models.Q(choice__isnull=True),
            ),
            models.CheckConstraint(
                name="rule_measured_what",
                condition=models.Q(subject=RuleSubject.MEASURE, attribute__isnull=False)
                | ~models.Q(subject=RuleSubject.MEASURE) & models.Q(attribute__isnull=True),
            ),
            models.CheckConstraint(
                name="rule_range_where_needed",
                condition=models.Q(subject__in=_WITH_RANGE)
                & (models.Q(lowest__isnull=False) | models.Q(highest__isnull=False))
                | ~models.Q(subject__in=_WITH_RANGE)
                & models.Q(lowest__isnull=True, highest__isnull=True),
            ),
            models.CheckConstraint(
                name="rule_range_is_not_empty",
                condition=models.Q(lowest__isnull=True)
                | models.Q(highest__isnull=True)
                | models.Q(lowest__lte=models.F("highest")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_subject_display()} rule of {self.collection_id}"


class CollectionEntry(models.Model):
    """A product in a collection; those chosen by hand stand in the order of `position`."""

    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="entries")
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="entries")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["collection", "product"], name="collection_entry_once"),
        ]

    def __str__(self) -> str:
        return f"product {self.product_id} in collection {self.collection_id}"
