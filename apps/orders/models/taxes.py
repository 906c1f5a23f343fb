from django.contrib.postgres.fields import ArrayField, DateTimeRangeField
from django.db import models
from django.db.models import F, Value

from apps.orders.models.periods import always, one_at_a_time
from apps.orders.rules import Rounding
from shop.kernel.countries import CODE, CODE_RULE

ROUNDINGS = [rule.value for rule in Rounding]
_SHARE = models.DecimalField(max_digits=6, decimal_places=5)
_NOTHING = Value([], output_field=ArrayField(models.CharField(max_length=60)))
_NO_SHARES = Value([], output_field=ArrayField(_SHARE))


class TaxRate(models.Model):
    """The share of tax on the net price of a class of goods in a country: 0.19 is 19 percent.

    One with `postal_codes` (a regular expression for the whole code) counts there instead of the
    country's own. `part_names` get `part_rates` of it, which add up to the rate; a tax that one
    authority gets has no parts.
    """

    country = models.CharField(max_length=2)
    tax_class = models.CharField(max_length=40)
    rate = models.DecimalField(max_digits=6, decimal_places=5)
    postal_codes = models.CharField(max_length=100, blank=True)
    area = models.CharField(max_length=100, blank=True)
    part_names = ArrayField(
        models.CharField(max_length=60), default=list, db_default=_NOTHING, blank=True
    )
    part_rates = ArrayField(_SHARE, default=list, db_default=_NO_SHARES, blank=True)
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
            models.CheckConstraint(
                name="tax_rate_parts_have_names",
                condition=models.Q(part_names__len=F("part_rates__len")),
            ),
            one_at_a_time("country", "tax_class", "postal_codes", name="tax_rate_one_at_a_time"),
        ]
        indexes = [models.Index(fields=["country"], name="tax_rate_country")]

    def __str__(self) -> str:
        return f"{self.country} {self.area} {self.tax_class} {self.rate}"


class TaxPolicy(models.Model):
    """How a country takes tax: in the prices or on top of them, and what is rounded.

    Without one, prices include tax and every line is rounded by itself.
    """

    country = models.CharField(max_length=2, primary_key=True)
    prices_include_tax = models.BooleanField()
    rounding = models.CharField(max_length=8, choices=[(rule, rule) for rule in ROUNDINGS])

    class Meta:
        verbose_name_plural = "tax policies"
        constraints = [
            models.CheckConstraint(
                name="tax_policy_country_written",
                condition=models.Q(country__regex=CODE),
                violation_error_message=CODE_RULE,
            ),
            models.CheckConstraint(
                name="tax_policy_rounding_known",
                condition=models.Q(rounding__in=ROUNDINGS),
            ),
        ]

    def __str__(self) -> str:
        how = "included" if self.prices_include_tax else "on top"
        return f"{self.country}: {how}, rounded by {self.rounding}"
