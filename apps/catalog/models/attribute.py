from decimal import Decimal

from django.db import models
from django.db.models.functions import Now

from apps.catalog.models.product import Product
from apps.catalog.rules.units import UNITS
from shop.kernel.identity import new_id


class AttributeKind(models.TextChoices):
    TEXT = "text"
    CHOICE = "choice"
    NUMBER = "number"
    MEASURE = "measure"
    FLAG = "flag", "yes or no"


class Dimension(models.TextChoices):
    MASS = "mass"
    LENGTH = "length"
    AREA = "area"
    VOLUME = "volume"
    DURATION = "duration"
    POWER = "power"
    ENERGY = "energy"
    VOLTAGE = "voltage"
    CURRENT = "current"
    FREQUENCY = "frequency"
    LIGHT = "light"
    STORAGE = "storage"


def _unit_belongs_to_dimension() -> models.Q:
    known = models.Q(dimension="", unit="")
    for dimension, units in UNITS.items():
        known |= models.Q(dimension=dimension, unit__in=list(units))
    return known


class Attribute(models.Model):
    """Something that can be said of products, always in the same way: "Weight", in grams or so.

    `kind` decides what a value looks like and never changes. A measure has a dimension, and a unit
    that it is shown in. `is_filter` offers it to shoppers as a filter.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=64, unique=True)
    label = models.CharField(max_length=100)
    kind = models.CharField(max_length=16, choices=AttributeKind)
    dimension = models.CharField(max_length=16, choices=Dimension, blank=True)
    unit = models.CharField(max_length=8, blank=True)
    is_filter = models.BooleanField(default=True)
    position = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["position", "label"]
        constraints = [
            models.CheckConstraint(
                name="attribute_kind_known", condition=models.Q(kind__in=AttributeKind.values)
            ),
            models.CheckConstraint(
                name="attribute_named",
                condition=models.Q(code__regex=r"^[a-z][a-z0-9_]*$") & ~models.Q(label=""),
            ),
            models.CheckConstraint(
                name="attribute_measures_a_dimension",
                condition=models.Q(kind=AttributeKind.MEASURE) & ~models.Q(dimension="")
                | ~models.Q(kind=AttributeKind.MEASURE) & models.Q(dimension=""),
            ),
            models.CheckConstraint(
                name="attribute_unit_fits", condition=_unit_belongs_to_dimension()
            ),
            # What values refer to, so that theirs can be of no other kind (migration 0002).
            models.UniqueConstraint(fields=["id", "kind"], name="attribute_kind_of_values"),
        ]

    def __str__(self) -> str:
        return self.label


class AttributeChoice(models.Model):
    """One of the answers that an attribute of kind choice allows."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    attribute = models.ForeignKey(Attribute, on_delete=models.CASCADE, related_name="choices")
    value = models.CharField(max_length=64)
    label = models.CharField(max_length=100)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "label"]
        constraints = [
            models.UniqueConstraint(fields=["attribute", "value"], name="choice_value_once"),
            models.UniqueConstraint(fields=["id", "attribute"], name="choice_of_attribute"),
            models.CheckConstraint(
                name="choice_named",
                condition=models.Q(value__regex=r"^[a-z0-9][a-z0-9_-]*$") & ~models.Q(label=""),
            ),
        ]

    def __str__(self) -> str:
        return self.label


_EMPTY = {
    "text": models.Q(text=""),
    "number": models.Q(number__isnull=True),
    "unit": models.Q(unit=""),
    "base_value": models.Q(base_value__isnull=True),
    "flag": models.Q(flag__isnull=True),
    "choice": models.Q(choice__isnull=True),
}


def _only(kind: str, *filled: str) -> models.Q:
    """A value of the kind has these columns filled in, and all others empty."""
    condition = models.Q(kind=kind)
    for column, empty in _EMPTY.items():
        condition &= ~empty if column in filled else empty
    return condition


class AttributeValue(models.Model):
    """What an attribute is for one product; of a choice there may be several.

    `number` and `unit` are as somebody wrote them, `base_value` is the same in the base unit: what
    sorting and filters use.
    """

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="attribute_values")
    attribute = models.ForeignKey(Attribute, on_delete=models.RESTRICT, related_name="values")
    kind = models.CharField(max_length=16, choices=AttributeKind)
    text = models.CharField(max_length=255, blank=True)
    number = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    unit = models.CharField(max_length=8, blank=True)
    base_value = models.DecimalField(max_digits=32, decimal_places=9, null=True, blank=True)
    flag = models.BooleanField(null=True, blank=True)
    choice = models.ForeignKey(
        AttributeChoice, null=True, blank=True, on_delete=models.RESTRICT, related_name="values"
    )

    class Meta:
        ordering = ["attribute__position", "attribute__label", "choice__position", "choice__label"]
        constraints = [
            models.UniqueConstraint(
                fields=["product", "attribute", "choice"],
                name="attribute_value_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="attribute_value_is_of_its_kind",
                condition=_only(AttributeKind.FLAG, "flag")
                | _only(AttributeKind.CHOICE, "choice")
                | _only(AttributeKind.NUMBER, "number", "base_value")
                | _only(AttributeKind.MEASURE, "number", "unit", "base_value")
                | _only(AttributeKind.TEXT, "text"),
            ),
        ]
        indexes = [
            models.Index(fields=["attribute", "base_value"], name="attribute_value_measured"),
            models.Index(fields=["attribute", "choice"], name="attribute_value_chosen"),
        ]

    def __str__(self) -> str:
        return f"attribute of product {self.product_id}"

    @property
    def shown(self) -> str:
        """As people read it: "500 g", "Cotton", "yes"."""
        if self.kind == AttributeKind.CHOICE and self.choice:
            return self.choice.label
        if self.kind == AttributeKind.FLAG:
            return "yes" if self.flag else "no"
        if self.number is None:
            return self.text
        return f"{_plain(self.number)} {self.unit}".strip()


class ProductType(models.Model):
    """What products whose `product_type` is this title have in common: the attributes they need."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    title = models.CharField(max_length=255, unique=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["title"]
        constraints = [
            models.CheckConstraint(name="product_type_named", condition=~models.Q(title="")),
        ]

    def __str__(self) -> str:
        return self.title


class TypeAttribute(models.Model):
    """An attribute that products of the type have; without a required one none is for sale."""

    product_type = models.ForeignKey(
        ProductType, on_delete=models.CASCADE, related_name="type_attributes"
    )
    attribute = models.ForeignKey(Attribute, on_delete=models.CASCADE, related_name="of_types")
    is_required = models.BooleanField(default=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "attribute__label"]
        constraints = [
            models.UniqueConstraint(
                fields=["product_type", "attribute"], name="type_attribute_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attribute} of {self.product_type}"


def _plain(number: Decimal) -> str:
    """Without the zeros behind the point that nobody wrote."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
