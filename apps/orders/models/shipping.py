from django.db import models
from django.db.models import Q

from shop.kernel.countries import CODE, CODE_RULE


class ShippingMethod(models.TextChoices):
    STANDARD = "standard"
    EXPRESS = "express"


class ShippingZone(models.Model):
    """Countries to which sending a parcel costs the same; the default zone is all the others."""

    name = models.CharField(max_length=80, unique=True)
    is_default = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"], condition=Q(is_default=True), name="shipping_default_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ZoneCountry(models.Model):
    """A country belongs to one zone at most."""

    country = models.CharField(max_length=2, primary_key=True)
    zone = models.ForeignKey(ShippingZone, on_delete=models.CASCADE, related_name="countries")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="zone_country_written",
                condition=Q(country__regex=CODE),
                violation_error_message=CODE_RULE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country} in {self.zone_id}"


class ShippingRate(models.Model):
    """What a parcel costs, with tax if prices are; nothing when the goods cost `free_from` or more.

    A rate that orders may have used never changes: it ends, and another one begins.
    """

    zone = models.ForeignKey(ShippingZone, on_delete=models.PROTECT, related_name="rates")
    method = models.CharField(max_length=40, choices=ShippingMethod)
    title = models.CharField(max_length=80)
    amount = models.DecimalField(max_digits=14, decimal_places=3)
    currency = models.CharField(max_length=3)
    free_from = models.DecimalField(max_digits=14, decimal_places=3, null=True)
    tax_class = models.CharField(max_length=40)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="shipping_method_known", condition=Q(method__in=ShippingMethod.values)
            ),
            models.CheckConstraint(
                name="shipping_amount_not_negative",
                condition=Q(amount__gte=0) & (Q(free_from=None) | Q(free_from__gte=0)),
            ),
            models.UniqueConstraint(
                fields=["zone", "method", "currency"],
                condition=Q(ended_at=None),
                name="shipping_rate_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.amount} {self.currency}"
