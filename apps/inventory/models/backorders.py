from datetime import date

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from apps.inventory.models.columns import sku_column
from apps.inventory.models.reservations import Reservation
from shop.kernel.errors import DomainError


class BackorderState(models.TextChoices):
    WAITING = "waiting"
    FILLED = "filled"
    CANCELLED = "cancelled"


class Backorder(models.Model):
    """Units of one SKU that an order waits for: whoever has the lower id comes first.

    The queue of a SKU changes behind the lock of its terms only. `promised_for` is the day that the
    buyer was told last; None is as soon as there are any.
    """

    reservation = models.ForeignKey(
        Reservation, on_delete=models.PROTECT, related_name="backorders", db_index=False
    )
    sku = sku_column()
    quantity = models.IntegerField()
    filled = models.IntegerField(default=0)
    state = models.CharField(max_length=16, choices=BackorderState, default=BackorderState.WAITING)
    promised_for = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["sku", "id"],
                name="inventory_backorder_queue",
                condition=Q(state=BackorderState.WAITING),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["reservation", "sku"], name="inventory_backorder_once"),
            models.CheckConstraint(
                name="inventory_backorder_units",
                condition=Q(quantity__gt=0, filled__gte=0, filled__lte=F("quantity")),
            ),
            models.CheckConstraint(
                name="inventory_backorder_state",
                condition=Q(state=BackorderState.WAITING, filled__lt=F("quantity"))
                | Q(state=BackorderState.FILLED, filled=F("quantity"))
                | Q(state=BackorderState.CANCELLED, filled__lt=F("quantity")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outstanding} x {self.sku} for order {self.reservation_id}"

    @property
    def outstanding(self) -> int:
        """Units that are still waited for."""
        return self.quantity - self.filled if self.state == BackorderState.WAITING else 0

    def fill(self, units: int) -> None:
        """So many of the units are held now; the last ones complete it."""
        if not 1 <= units <= self.outstanding:
            raise DomainError(f"{units} units cannot fill {self}.")
        self.filled += units
        if self.filled == self.quantity:
            self.state = BackorderState.FILLED

    def cancel(self) -> int:
        """Nobody waits for the rest any more; returns how many units that are."""
        if not self.outstanding:
            raise DomainError(f"A {self.state} backorder cannot become cancelled.")
        given_up = self.outstanding
        self.state = BackorderState.CANCELLED
        return given_up

    def give_up(self, units: int) -> None:
        """So many of the units are waited for no more; the others still are."""
        if not 1 <= units <= self.outstanding:
            raise DomainError(f"{units} units cannot be taken off {self}.")
        if units == self.outstanding:
            self.state = BackorderState.CANCELLED
        else:
            self.quantity -= units

    def promise(self, day: date | None) -> bool:
        """Takes over the day; whether that was news."""
        before, self.promised_for = self.promised_for, day
        return before != day
