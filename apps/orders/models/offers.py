from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models.functions import Now

from apps.orders.models.periods import always, one_at_a_time


class PriceKind(models.IntegerChoices):
    """Where two prices are valid, the greater kind counts."""

    LISTED = 0
    PLANNED = 1


class Offer(models.Model):
    """What a thing for sale costs during a period: fed by the catalog's events, true with them.

    The listed prices of a SKU follow each other without gap or overlap, the last one goes on until
    the catalog says otherwise. A planned price replaces them for a while. Tickets are sold until
    what they are for is over, which is `sold_until`.
    """

    sku = models.CharField(max_length=80)
    kind = models.SmallIntegerField(choices=PriceKind, default=PriceKind.LISTED)
    product_id = models.UUIDField(db_index=True)
    title = models.CharField(max_length=500)
    price = models.DecimalField(max_digits=14, decimal_places=3)
    currency = models.CharField(max_length=3)
    tax_class = models.CharField(max_length=40)
    sellable = models.BooleanField(default=True)
    ticketed = models.BooleanField(default=False, db_default=False)
    sold_until = models.DateTimeField(null=True, blank=True)
    valid_during = DateTimeRangeField(default=always)
    updated_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="offer_price_not_negative", condition=models.Q(price__gte=0)
            ),
            models.CheckConstraint(
                name="offer_kind_known", condition=models.Q(kind__in=PriceKind.values)
            ),
            one_at_a_time("sku", "kind", name="offer_one_at_a_time"),
        ]
        indexes = [models.Index(fields=["sku"], name="offer_sku")]

    def __str__(self) -> str:
        return f"{self.sku} {self.price} {self.currency}"
