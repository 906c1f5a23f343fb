from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models.functions import Now

from apps.catalog.models.variant import Variant
from shop.kernel.identity import new_id


class PlannedPrice(models.Model):
    """What a variant costs during a period, whatever price it has besides.

    One that is over stays, as a record. What is sold at it, orders know by `ProductPricesPlanned`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    variant = models.ForeignKey(Variant, on_delete=models.CASCADE, related_name="planned_prices")
    price = models.DecimalField(max_digits=14, decimal_places=3)
    during = DateTimeRangeField()
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["-during"]
        constraints = [
            models.CheckConstraint(name="planned_price_positive", condition=models.Q(price__gt=0)),
            models.CheckConstraint(
                name="planned_price_begins_and_ends",
                condition=models.Q(
                    during__isempty=False,
                    during__startswith__isnull=False,
                    during__endswith__isnull=False,
                ),
            ),
            ExclusionConstraint(
                name="planned_price_one_at_a_time",
                expressions=[
                    ("variant", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.price.normalize():f} from {self.during.lower:%d %B %Y}"


class ListedPrice(models.Model):
    """What a SKU cost while it was for sale, apart from planned prices. Written by the listings.

    Periods follow each other; the last one is open as long as the SKU is sold at that price.
    """

    product_id = models.UUIDField(db_index=True)
    sku = models.CharField(max_length=80)
    price = models.DecimalField(max_digits=14, decimal_places=3)
    during = DateTimeRangeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="listed_price_positive", condition=models.Q(price__gt=0)),
            ExclusionConstraint(
                name="listed_price_one_at_a_time",
                expressions=[
                    ("sku", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sku} {self.price}"
