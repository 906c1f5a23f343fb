from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from apps.catalog.models.category import Category
from apps.catalog.rules.soundness import MOST_OPTIONS
from shop.kernel.errors import DomainError
from shop.kernel.identity import new_id

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from apps.catalog.models.attribute import AttributeValue
    from apps.catalog.models.handle import FormerHandle
    from apps.catalog.models.image import ProductImage
    from apps.catalog.models.occasion import Occasion
    from apps.catalog.models.variant import Variant


class ProductState(models.TextChoices):
    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class TaxClass(models.TextChoices):
    STANDARD = "standard"
    REDUCED = "reduced"
    BOOKS = "books"
    ZERO = "zero"


class ProductKind(models.TextChoices):
    GOODS = "goods"
    TICKETED = "ticketed"


class Product(models.Model):
    """Something the shop offers in one or more variants. States change only through the verbs.

    `handle` names it in addresses and files; those it had before lead on to it. `description` is
    the merchant's HTML as he wrote it: whoever shows it makes it safe. `picture` is the text of an
    SVG drawing. `product_type` may be the title of a `ProductType`, whose attributes it then needs.
    The variants of a ticketed one are kinds of tickets for its `Occasion`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    handle = models.CharField(max_length=200, unique=True)
    title = models.CharField(max_length=255)
    kind = models.CharField(
        max_length=16,
        choices=ProductKind,
        default=ProductKind.GOODS,
        db_default=ProductKind.GOODS,
        editable=False,
    )
    description = models.TextField(blank=True)
    brand = models.CharField(max_length=255, blank=True)
    product_type = models.CharField(max_length=255, blank=True)
    tags = ArrayField(models.CharField(max_length=255), default=list, blank=True)
    category = models.ForeignKey(
        Category, null=True, blank=True, on_delete=models.PROTECT, related_name="products"
    )
    tax_class = models.CharField(max_length=16, choices=TaxClass, default=TaxClass.STANDARD)
    option_names = ArrayField(models.CharField(max_length=255), default=list, blank=True)
    picture = models.TextField(blank=True)
    state = models.CharField(max_length=16, choices=ProductState, default=ProductState.DRAFT)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    if TYPE_CHECKING:
        variants: RelatedManager["Variant"]
        images: RelatedManager["ProductImage"]
        attribute_values: RelatedManager["AttributeValue"]
        former_handles: RelatedManager["FormerHandle"]
        occasion: Occasion

    class Meta:
        ordering = ["title"]
        constraints = [
            models.CheckConstraint(
                name="product_state_known", condition=models.Q(state__in=ProductState.values)
            ),
            models.CheckConstraint(
                name="product_tax_class_known", condition=models.Q(tax_class__in=TaxClass.values)
            ),
            models.CheckConstraint(
                name="product_kind_known", condition=models.Q(kind__in=ProductKind.values)
            ),
            models.CheckConstraint(
                name="product_named", condition=~models.Q(handle="") & ~models.Q(title="")
            ),
            models.CheckConstraint(
                name="product_options_few",
                condition=models.Q(option_names__len__lte=MOST_OPTIONS),
            ),
        ]
        indexes = [
            models.Index(
                fields=["-created_at", "-id"],
                name="product_newest_for_sale",
                condition=models.Q(state=ProductState.PUBLISHED),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_for_sale(self) -> bool:
        return self.state == ProductState.PUBLISHED

    @property
    def is_ticketed(self) -> bool:
        return self.kind == ProductKind.TICKETED

    def publish(self) -> None:
        self.state = ProductState.PUBLISHED

    def withdraw(self) -> None:
        if self.state == ProductState.WITHDRAWN:
            raise DomainError("A withdrawn product cannot become withdrawn.")
        self.state = ProductState.WITHDRAWN

    def return_to_draft(self) -> None:
        self.state = ProductState.DRAFT
