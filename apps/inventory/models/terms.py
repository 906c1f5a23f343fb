from django.db import models
from django.db.models import Q

from apps.inventory.models.columns import sku_column
from apps.inventory.rules import MAX_HOLD_MINUTES, MAX_ON_HAND, checked_hold, checked_point


class Terms(models.Model):
    """What is special about a SKU; what is not said here is as for all others.

    `hold_minutes` is how long units are kept for a buyer who has not paid. At `reorder_point` units
    available, or fewer, it is time to order more.
    """

    sku = sku_column()
    hold_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    reorder_point = models.IntegerField(null=True, blank=True)

    class Meta:
        ordering = ["sku"]
        verbose_name_plural = "terms"
        constraints = [
            models.UniqueConstraint(
                fields=["sku"],
                name="inventory_terms_once",
                violation_error_message="This SKU has terms already: change those.",
            ),
            models.CheckConstraint(name="inventory_terms_named", condition=~Q(sku="")),
            models.CheckConstraint(
                name="inventory_terms_hold",
                condition=Q(hold_minutes__isnull=True)
                | Q(hold_minutes__gte=1, hold_minutes__lte=MAX_HOLD_MINUTES),
                violation_error_message=f"A hold lasts 1 to {MAX_HOLD_MINUTES:,} minutes.",
            ),
            models.CheckConstraint(
                name="inventory_terms_reorder_point",
                condition=Q(reorder_point__isnull=True)
                | Q(reorder_point__gte=0, reorder_point__lte=MAX_ON_HAND),
                violation_error_message="A reorder point is a number of units, like 10.",
            ),
        ]

    def __str__(self) -> str:
        return f"terms of {self.sku}"

    def agree(self, *, hold_minutes: int | None, reorder_point: int | None) -> None:
        """From now on these. Raises InvalidInput for what nobody can mean."""
        self.hold_minutes = None if hold_minutes is None else checked_hold(hold_minutes)
        self.reorder_point = None if reorder_point is None else checked_point(reorder_point)
