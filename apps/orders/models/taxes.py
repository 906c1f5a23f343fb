from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models

from apps.orders.models.periods import always, one_at_a_time
from shop.kernel.countries import CODE, CODE_RULE


class TaxRate(models.Model):
    """The share of tax on the net price of a class of goods in a country: 0.19 is 19 percent.

    One with `postal_codes` (a regular expression for the whole code) counts there instead of the
    country's own.
    """

    country = models.CharField(max_length=2)
    tax_class = models.CharField(max_length=40)
    rate = models.DecimalField(max_digits=6, decimal_places=5)
    postal_codes = models.CharField(max_length=100, blank=True)
    area = models.CharField(max_length=100, blank=True)
    valid_during = DateTimeRangeField(default=always)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="tax_rate_is_a_share", condition=models.Q(rate__gte=0, rate__lt=1)
            ),
            models.CheckConstraint(
                name="tax_rate_country_written",
                condition=models.Q(country__regex=CODE),
                violation_error_message=CODE_RULE,
            ),
            one_at_a_time("country", "tax_class", "postal_codes", name="tax_rate_one_at_a_time"),
        ]
        indexes = [models.Index(fields=["country"], name="tax_rate_country")]

    def __str__(self) -> str:
        return f"{self.country} {self.area} {self.tax_class} {self.rate}"
