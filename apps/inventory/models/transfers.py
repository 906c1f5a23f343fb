from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from apps.inventory.models.columns import sku_column
from apps.inventory.models.warehouses import Warehouse
from apps.inventory.rules import MAX_NOTE_LENGTH
from shop.kernel.errors import DomainError
from shop.kernel.identity import new_id


class TransferState(models.TextChoices):
    DRAFT = "draft"
    SHIPPED = "shipped"
    PARTLY_RECEIVED = "partly_received", "Partly received"
    RECEIVED = "received"
    CLOSED = "closed"
    CANCELLED = "cancelled"


_NEVER_LEFT = (TransferState.DRAFT, TransferState.CANCELLED)
_OVER = (TransferState.RECEIVED, TransferState.CLOSED, TransferState.CANCELLED)


class Transfer(models.Model):
    """Units go from one warehouse to another. States change only through the verbs below.

    A draft moves nothing. What was shipped arrives in one or several parts; a closed transfer is
    one of which something never arrived.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    origin = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="+")
    destination = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=16, choices=TransferState, default=TransferState.DRAFT, editable=False
    )
    note = models.CharField(max_length=MAX_NOTE_LENGTH, blank=True, default="", db_default="")
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    shipped_at = models.DateTimeField(null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="inventory_transfer_state", condition=Q(state__in=TransferState.values)
            ),
            models.CheckConstraint(
                name="inventory_transfer_elsewhere",
                condition=~Q(origin=F("destination")),
                violation_error_message="A transfer goes from one warehouse to another.",
            ),
            models.CheckConstraint(
                name="inventory_transfer_shipped",
                condition=Q(shipped_at__isnull=True, state__in=_NEVER_LEFT)
                | (Q(shipped_at__isnull=False) & ~Q(state__in=_NEVER_LEFT)),
            ),
            models.CheckConstraint(
                name="inventory_transfer_closed",
                condition=Q(closed_at__isnull=False, state__in=_OVER)
                | (Q(closed_at__isnull=True) & ~Q(state__in=_OVER)),
            ),
        ]

    def __str__(self) -> str:
        return f"transfer {self.id}"

    @property
    def is_over(self) -> bool:
        """Whether nothing of it can change any more."""
        return self.state in _OVER

    def ship(self, *, at: datetime) -> None:
        self._move_to(TransferState.SHIPPED, only_from={TransferState.DRAFT})
        self.shipped_at = at

    def receive_part(self) -> None:
        self._move_to(
            TransferState.PARTLY_RECEIVED,
            only_from={TransferState.SHIPPED, TransferState.PARTLY_RECEIVED},
        )

    def complete(self, *, at: datetime) -> None:
        self._move_to(TransferState.RECEIVED, only_from={TransferState.PARTLY_RECEIVED})
        self.closed_at = at

    def close(self, *, at: datetime) -> None:
        self._move_to(
            TransferState.CLOSED,
            only_from={TransferState.SHIPPED, TransferState.PARTLY_RECEIVED},
        )
        self.closed_at = at

    def cancel(self, *, at: datetime) -> None:
        self._move_to(TransferState.CANCELLED, only_from={TransferState.DRAFT})
        self.closed_at = at

    def _move_to(self, target: TransferState, *, only_from: set[TransferState]) -> None:
        if self.state not in only_from:
            now = TransferState(self.state).label.lower()
            raise DomainError(f"A {now} transfer cannot become {target.label.lower()}.")
        self.state = target


class TransferLine(models.Model):
    """Units of one SKU that a transfer takes along; `sku` and `quantity` never change."""

    transfer = models.ForeignKey(
        Transfer, on_delete=models.PROTECT, related_name="lines", db_index=False
    )
    sku = sku_column()
    quantity = models.IntegerField()
    received = models.IntegerField(default=0, db_default=0)
    missing = models.IntegerField(default=0, db_default=0)

    class Meta:
        ordering = ["sku"]
        constraints = [
            models.UniqueConstraint(fields=["transfer", "sku"], name="inventory_transferline_once"),
            models.CheckConstraint(
                name="inventory_transferline_quantity", condition=Q(quantity__gt=0)
            ),
            models.CheckConstraint(
                name="inventory_transferline_arrived",
                condition=Q(
                    received__gte=0, missing__gte=0, quantity__gte=F("received") + F("missing")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.sku}"

    @property
    def outstanding(self) -> int:
        """Units that neither arrived nor were given up."""
        return self.quantity - self.received - self.missing

    def receive(self, quantity: int) -> int:
        """So many units arrived."""
        if quantity > self.outstanding:
            raise DomainError(
                f"Of {self.sku}, {self.outstanding} units are on the way: {quantity} cannot arrive."
                " Receive what the transfer has, and adjust the stock by the rest."
            )
        self.received += quantity
        return quantity

    def give_up(self) -> int:
        """Whatever did not arrive is missing; so many units are."""
        given_up = self.outstanding
        self.missing += given_up
        return given_up
