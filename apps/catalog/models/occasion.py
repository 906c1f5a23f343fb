from django.db import models
from django.db.models import F, Q

from apps.catalog.models.product import Product


class OccasionKind(models.TextChoices):
    COURSE = "course"
    EVENT = "event"


class Occasion(models.Model):
    """When and where a product takes place whose variants are tickets.

    `time_zone` is the IANA name of the zone of the venue: people there read its clocks.
    """

    product = models.OneToOneField(
        Product, primary_key=True, on_delete=models.CASCADE, related_name="occasion"
    )
    kind = models.CharField(max_length=16, choices=OccasionKind)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    time_zone = models.CharField(max_length=64)
    venue = models.CharField(max_length=200)
    address = models.CharField(max_length=400, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="occasion_kind_known", condition=Q(kind__in=OccasionKind.values)
            ),
            models.CheckConstraint(
                name="occasion_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))
            ),
            models.CheckConstraint(
                name="occasion_named", condition=~Q(venue="") & ~Q(time_zone="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} at {self.venue}"
