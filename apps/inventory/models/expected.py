from django.db import models
from django.db.models import Q

from apps.inventory.models.columns import sku_column, warehouse_column
from apps.inventory.rules import MAX_ON_HAND


class ExpectedUnits(models.Model):
    """Units of one SKU that a supplier still owes, as far as inventory was told.

    A row stays when all units have come: `outstanding` is 0 then. Where units of a purchase order
    come to never changes.
    """

    purchase_order_id = models.UUIDField()
    number = models.CharField(max_length=32)
    supplier = models.CharField(max_length=32)
    sku = sku_column()
    warehouse = warehouse_column()
    outstanding = models.IntegerField()
    expected_on = models.DateField()

    class Meta:
        ordering = ["expected_on", "id"]
        verbose_name_plural = "expected units"
        constraints = [
            models.UniqueConstraint(
                fields=["purchase_order_id", "sku"], name="inventory_expected_once"
            ),
            models.CheckConstraint(
                name="inventory_expected_outstanding",
                condition=Q(outstanding__gte=0, outstanding__lte=MAX_ON_HAND),
            ),
        ]
        indexes = [
            models.Index(
                fields=["sku", "warehouse"],
                name="inventory_expected_open",
                condition=Q(outstanding__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outstanding} x {self.sku} of purchase order {self.number}"
