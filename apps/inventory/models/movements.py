from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from apps.inventory.models.columns import sku_column, warehouse_column

BALANCES = (
    *("on_hand", "reserved", "committed"),
    *("damaged", "quality_control", "safety_stock"),
    "incoming",
)
"""What a line of the ledger may change, in units: a balance is the sum of its column."""


class Cause(models.TextChoices):
    """Why units moved; it decides which balances change, and in which direction."""

    RECEIVED = "received"
    ADJUSTED = "adjusted"
    COUNTED = "counted"
    HELD = "held"
    RELEASED = "released"
    COMMITTED = "committed"
    SHIPPED = "shipped"
    RETURNED = "returned"
    SET_ASIDE = "set_aside", "Set aside"
    WRITTEN_OFF = "written_off", "Written off"
    TRANSFERRED = "transferred"
    ORDERED = "ordered"
    REPAIRED = "repaired"


def _only(*changed: str) -> Q:
    """No other balance changes."""
    return Q(**dict.fromkeys(set(BALANCES) - set(changed), 0))


def _nothing_or(column: str, other: str) -> Q:
    return Q(**{column: 0}) | Q(**{column: F(other)})


_EACH_CAUSE_MOVES_ITS_OWN_WAY = (
    (Q(cause=Cause.RETURNED, on_hand__gt=0) & _only("on_hand"))
    # What came may have been expected, all of it or in part.
    | (
        Q(cause=Cause.RECEIVED, on_hand__gt=0, incoming__lte=0, incoming__gte=-F("on_hand"))
        & _only("on_hand", "incoming")
    )
    | (Q(cause=Cause.ORDERED) & ~Q(incoming=0) & _only("incoming"))
    | (Q(cause__in=[Cause.ADJUSTED, Cause.COUNTED]) & ~Q(on_hand=0) & _only("on_hand"))
    | (Q(cause=Cause.HELD, reserved__gt=0) & _only("reserved"))
    | (
        Q(cause=Cause.RELEASED, reserved__lt=0)
        & _nothing_or("committed", "reserved")
        & _only("reserved", "committed")
    )
    # What was committed before the ledger counted that has 0 there, and leaves so, too.
    | (Q(cause=Cause.COMMITTED, committed__gte=0) & _only("committed"))
    | (
        Q(cause=Cause.SHIPPED, on_hand__lt=0, reserved=F("on_hand"))
        & _nothing_or("committed", "on_hand")
        & _only("on_hand", "reserved", "committed")
    )
    | (
        Q(cause=Cause.SET_ASIDE)
        & ~Q(damaged=0, quality_control=0, safety_stock=0)
        & _only("damaged", "quality_control", "safety_stock")
    )
    | (
        Q(cause=Cause.WRITTEN_OFF, on_hand__lt=0)
        & _nothing_or("damaged", "on_hand")
        & _nothing_or("quality_control", "on_hand")
        & (Q(damaged=0) | Q(quality_control=0))
        & _only("on_hand", "damaged", "quality_control")
    )
    | (Q(cause=Cause.TRANSFERRED, on_hand__lt=0) & _only("on_hand"))
    | (Q(cause=Cause.TRANSFERRED, incoming__gt=0) & _only("incoming"))
    | (
        Q(cause=Cause.TRANSFERRED, incoming__lt=0)
        & (Q(on_hand=0) | Q(on_hand=-F("incoming")))
        & _only("on_hand", "incoming")
    )
    | Q(cause=Cause.REPAIRED)
)


def _difference() -> "models.IntegerField[int, int]":
    """So many units more or, below zero, fewer."""
    return models.IntegerField(default=0, db_default=0)


class Movement(models.Model):
    """A line of the ledger. It is the truth; nothing ever changes or deletes one.

    The balances are differences in units: summed per SKU and warehouse they are those in `Stock`,
    and `committed` is how many of the reserved units are paid. `event_id` is the event that caused
    it, if one did.
    """

    sku = sku_column()
    warehouse = warehouse_column()
    cause = models.CharField(max_length=16, choices=Cause)
    on_hand = models.IntegerField(default=0)
    reserved = models.IntegerField(default=0)
    committed = _difference()
    damaged = _difference()
    quality_control = _difference()
    safety_stock = _difference()
    incoming = _difference()
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
        return f"{self.cause} {self.sku} in {self.warehouse}: {self.changes()}"

    @property
    def makes_free(self) -> bool:
        """Whether units are free now that were not, for whoever wants them."""
        aside = self.damaged + self.quality_control + self.safety_stock
        return self.on_hand - self.reserved - aside > 0

    def changes(self) -> str:
        """Which balances changed by how many units, for people."""
        changed = {name: getattr(self, name) for name in BALANCES if getattr(self, name)}
        return ", ".join(f"{units:+} {name.replace('_', ' ')}" for name, units in changed.items())
