from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from apps.suppliers.models.columns import amount_column, sku_column
from apps.suppliers.models.orders import PurchaseOrder
from apps.suppliers.rules import MAX_QUANTITY
from shop.kernel.errors import DomainError

IS_OUTSTANDING = Q(received__lt=Coalesce("acknowledged", "quantity"))
"""Lines of which units are still to come, in a query."""


class PurchaseOrderLine(models.Model):
    """Units of one SKU that a purchase order asks for; the supplier may have promised fewer.

    `surplus` counts those of the received units that were more than he owed.
    """

    order = models.ForeignKey(
        PurchaseOrder, on_delete=models.PROTECT, related_name="lines", db_index=False
    )
    sku = sku_column()
    code = models.CharField(max_length=255)
    quantity = models.IntegerField()
    unit_cost = amount_column()
    acknowledged = models.IntegerField(null=True, blank=True)
    received = models.IntegerField(default=0)
    surplus = models.IntegerField(default=0)

    class Meta:
        ordering = ["sku"]
        constraints = [
            models.UniqueConstraint(fields=["order", "sku"], name="suppliers_line_once"),
            models.CheckConstraint(
                name="suppliers_line_quantity",
                condition=Q(quantity__gte=1, quantity__lte=MAX_QUANTITY),
            ),
            models.CheckConstraint(name="suppliers_line_cost", condition=Q(unit_cost__gte=0)),
            models.CheckConstraint(
                name="suppliers_line_acknowledged",
                condition=Q(acknowledged__isnull=True)
                | Q(acknowledged__gte=0, acknowledged__lte=F("quantity")),
            ),
            models.CheckConstraint(
                name="suppliers_line_received",
                condition=Q(
                    surplus__gte=0,
                    received__gte=F("surplus"),
                    received__lte=F("quantity") + F("surplus"),
                ),
            ),
        ]
        indexes = [models.Index(fields=["sku"], name="suppliers_line_sku")]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.sku}"

    @property
    def promised(self) -> int:
        """What will come altogether, as far as anybody knows."""
        return self.quantity if self.acknowledged is None else self.acknowledged

    @property
    def outstanding(self) -> int:
        """Units that are still to come."""
        return max(self.promised - self.received, 0)

    @property
    def cost(self) -> Decimal:
        return self.quantity * self.unit_cost

    def refuse_promise(self, units: int) -> None:
        """Raises DomainError if nobody asked for so many."""
        if not 0 <= units <= self.quantity:
            raise DomainError(
                f"{self.quantity} of {self.sku} were ordered: the supplier cannot promise {units}."
            )

    def promise(self, units: int) -> None:
        """The supplier said how many will come. Raises what `refuse_promise` raises."""
        self.refuse_promise(units)
        self.acknowledged = units

    def receive(self, units: int, *, surplus_allowed: bool) -> int:
        """So many came; how many of them were not owed. Raises DomainError if that is too many."""
        surplus = max(units - self.outstanding, 0)
        if surplus and not surplus_allowed:
            raise DomainError(
                f"Of {self.sku}, {self.outstanding} units are still to come: {units} are"
                f" {surplus} too many. Send them back, or accept the surplus."
            )
        self.received += units
        self.surplus += surplus
        return surplus
