from django.db import models
from django.db.models.functions import Now


class Offer(models.Model):
    """What orders knows of a thing for sale: fed by the catalog's events, true with them."""

    sku = models.CharField(max_length=80, primary_key=True)
    product_id = models.UUIDField(db_index=True)
    title = models.CharField(max_length=500)
    price = models.DecimalField(max_digits=14, decimal_places=3)
    currency = models.CharField(max_length=3)
    tax_class = models.CharField(max_length=40)
    sellable = models.BooleanField(default=True)
    updated_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="offer_price_not_negative", condition=models.Q(price__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return self.sku


class TaxRate(models.Model):
    """The share of tax on the net price of a class of goods in a country: 0.19 is 19 percent."""

    country = models.CharField(max_length=2)
    tax_class = models.CharField(max_length=40)
    rate = models.DecimalField(max_digits=6, decimal_places=5)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "tax_class"], name="tax_rate_once"),
            models.CheckConstraint(
                name="tax_rate_is_a_share", condition=models.Q(rate__gte=0, rate__lt=1)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.tax_class} {self.rate}"
