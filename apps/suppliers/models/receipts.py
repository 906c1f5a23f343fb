from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from apps.suppliers.models.columns import amount_column, sku_column
from apps.suppliers.models.orders import PurchaseOrder
from apps.suppliers.rules import MAX_REFERENCE
from shop.kernel import clock
from shop.kernel.identity import new_id
from shop.kernel.models import Callback


class Receipt(models.Model):
    """Units of a purchase order that came together. The same `reference` is the same receipt."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    order = models.ForeignKey(
        PurchaseOrder, on_delete=models.PROTECT, related_name="receipts", db_index=False
    )
    reference = models.CharField(max_length=MAX_REFERENCE)
    surplus_accepted = models.BooleanField(default=False)
    received_by = models.CharField(max_length=100)
    received_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["order", "reference"], name="suppliers_receipt_once"),
            models.CheckConstraint(name="suppliers_receipt_named", condition=~Q(reference="")),
        ]

    def __str__(self) -> str:
        return self.reference


class ReceiptLine(models.Model):
    """Units of one SKU in a receipt, and what they cost.

    `charges` is their share of the freight and duty of the purchase order, `landed_cost` what one
    unit cost with it.
    """

    receipt = models.ForeignKey(
        Receipt, on_delete=models.PROTECT, related_name="lines", db_index=False
    )
    sku = sku_column()
    quantity = models.IntegerField()
    surplus = models.IntegerField(default=0)
    unit_cost = amount_column()
    charges = amount_column()
    landed_cost = models.DecimalField(max_digits=18, decimal_places=4, default=0)

    class Meta:
        ordering = ["receipt_id", "sku"]
        constraints = [
            models.UniqueConstraint(fields=["receipt", "sku"], name="suppliers_receiptline_once"),
            models.CheckConstraint(
                name="suppliers_receiptline_units",
                condition=Q(quantity__gte=1, surplus__gte=0, surplus__lte=F("quantity")),
            ),
            models.CheckConstraint(
                name="suppliers_receiptline_costs",
                condition=Q(unit_cost__gte=0, charges__gte=0, landed_cost__gte=0),
            ),
        ]
        indexes = [models.Index(fields=["sku", "-id"], name="suppliers_receiptline_sku")]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.sku}"


class Despatch(models.Model):
    """A delivery that left the supplier, as he told; `units` are quantities by SKU."""

    order = models.ForeignKey(
        PurchaseOrder, on_delete=models.PROTECT, related_name="despatches", db_index=False
    )
    reference = models.CharField(max_length=MAX_REFERENCE)
    units: models.JSONField[Any, Any] = models.JSONField()
    noted_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "despatches"
        constraints = [
            models.UniqueConstraint(fields=["order", "reference"], name="suppliers_despatch_once"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def contents(self) -> str:
        """What is in it, for people."""
        return ", ".join(f"{quantity} x {sku}" for sku, quantity in sorted(self.units.items()))


class SupplierCallback(Callback):
    """A message of a supplier, kept until it is understood."""

    task: ClassVar[str] = "suppliers.understand_callback"

    class Meta(Callback.Meta):
        abstract = False
