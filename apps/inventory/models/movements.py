from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from apps.inventory.models.columns import sku_column, warehouse_column


class Cause(models.TextChoices):
    """Why units moved; it decides which balances change, and in which direction."""

    RECEIVED = "received"
    ADJUSTED = "adjusted"
    HELD = "held"
    RELEASED = "released"
    COMMITTED = "committed"
    SHIPPED = "shipped"
    RETURNED = "returned"


_EACH_CAUSE_MOVES_ITS_OWN_WAY = (
    Q(cause__in=[Cause.RECEIVED, Cause.RETURNED], on_hand__gt=0, reserved=0)
    | (Q(cause=Cause.ADJUSTED, reserved=0) & ~Q(on_hand=0))
    | Q(cause=Cause.HELD, on_hand=0, reserved__gt=0)
    | Q(cause=Cause.RELEASED, on_hand=0, reserved__lt=0)
    | Q(cause=Cause.COMMITTED, on_hand=0, reserved=0)
    | Q(cause=Cause.SHIPPED, on_hand__lt=0, reserved=models.F("on_hand"))
)


class Movement(models.Model):
    """A line of the ledger. It is the truth; nothing ever changes or deletes one.

    `on_hand` and `reserved` are differences in units: summed per SKU and warehouse they are the
    balances in `Stock`. `event_id` is the event that caused it, if one did.
    """

    sku = sku_column()
    warehouse = warehouse_column()
    cause = models.CharField(max_length=16, choices=Cause)
    on_hand = models.IntegerField(default=0)
    reserved = models.IntegerField(default=0)
    order_id = models.UUIDField(null=True, blank=True)
    event_id = models.UUIDField(null=True, blank=True)
    actor = models.CharField(max_length=100)
    reason = models.CharField(max_length=200, blank=True, default="", db_default="")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["sku", "warehouse", "id"], name="inventory_movement_place"),
            models.Index(
                fields=["order_id"],
                name="inventory_movement_order",
                condition=Q(order_id__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="inventory_movement_cause", condition=_EACH_CAUSE_MOVES_ITS_OWN_WAY
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cause} {self.sku} in {self.warehouse}: {self.on_hand:+}, {self.reserved:+}"
