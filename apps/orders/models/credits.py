from decimal import Decimal

from django.db import models
from django.db.models import Q

from apps.orders.models.lines import OrderLine
from apps.orders.models.orders import Order
from apps.orders.rules import REASONS
from shop.events.base import Money
from shop.kernel import clock
from shop.kernel.identity import new_id
from shop.kernel.money import money


class Credit(models.Model):
    """So much of a paid order its buyer need not pay after all, because units of it went back.

    Written once and never changed. `amount` includes `tax`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="credits")
    reason = models.CharField(max_length=20, choices=[(word, word) for word in REASONS])
    amount = models.DecimalField(max_digits=14, decimal_places=3)
    tax = models.DecimalField(max_digits=14, decimal_places=3)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(name="credit_reason_known", condition=Q(reason__in=REASONS)),
            models.CheckConstraint(
                name="credit_not_below_zero", condition=Q(amount__gte=0, tax__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return f"credit {self.id}"

    @property
    def owed(self) -> Money:
        return money(self.amount, self.order.currency)


class CreditedLine(models.Model):
    """The part of a credit that is for units of one line, or, without a line, for the shipping.

    Tax is rounded by itself: of units that cost next to nothing it may be more than they cost.
    """

    credit = models.ForeignKey(Credit, on_delete=models.PROTECT, related_name="lines")
    line = models.ForeignKey(
        OrderLine, on_delete=models.PROTECT, related_name="credited_lines", null=True, blank=True
    )
    units = models.PositiveIntegerField(default=0)
    amount = models.DecimalField(max_digits=14, decimal_places=3, default=Decimal(0))
    tax = models.DecimalField(max_digits=14, decimal_places=3, default=Decimal(0))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["credit", "line"], name="credited_line_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                name="credited_line_has_units",
                condition=Q(line__isnull=False, units__gt=0) | Q(line__isnull=True, units=0),
            ),
            models.CheckConstraint(
                name="credited_line_not_below_zero", condition=Q(amount__gte=0, tax__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.units} x {self.line.sku}" if self.line else "shipping"
