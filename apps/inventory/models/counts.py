from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from apps.inventory.models.columns import sku_column
from apps.inventory.models.warehouses import Warehouse
from apps.inventory.rules import MAX_NOTE_LENGTH, MAX_ON_HAND, checked_count
from shop.kernel import clock
from shop.kernel.errors import DomainError, InvalidInput
from shop.kernel.identity import new_id


class CountState(models.TextChoices):
    OPEN = "open"
    POSTED = "posted"
    CANCELLED = "cancelled"


class CountReason(models.TextChoices):
    """Why another number of units lies there than the books say."""

    MISCOUNT = "miscount"
    DAMAGED = "damaged"
    STOLEN = "stolen"
    MISPLACED = "misplaced"
    FOUND = "found"
    UNKNOWN = "unknown"


class CountSheet(models.Model):
    """What is to be counted in one warehouse. States change only through the verbs below.

    Its warehouse and SKUs never change. Each of them has a row of stock from the start.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="counts")
    state = models.CharField(max_length=16, choices=CountState, default=CountState.OPEN)
    note = models.CharField(max_length=MAX_NOTE_LENGTH, blank=True, default="")
    created_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="inventory_count_state", condition=Q(state__in=CountState.values)
            ),
            models.CheckConstraint(
                name="inventory_count_ended",
                condition=Q(state=CountState.OPEN, ended_at__isnull=True)
                | (~Q(state=CountState.OPEN) & Q(ended_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"count {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether somebody is still counting."""
        return self.state == CountState.OPEN

    def refuse_if_ended(self) -> None:
        """Raises DomainError unless counts may still be entered."""
        if not self.is_open:
            raise DomainError(f"A {self.state} count sheet takes no more counts: open a new one.")

    def post(self) -> None:
        self._end_as(CountState.POSTED)

    def cancel(self) -> None:
        self._end_as(CountState.CANCELLED)

    def _end_as(self, target: CountState) -> None:
        if not self.is_open:
            raise DomainError(f"A {self.state} count sheet cannot become {target}.")
        self.state, self.ended_at = target, clock.now()


_NOBODY_COUNTED = Q(counted__isnull=True, expected__isnull=True, counted_at__isnull=True)
_SOMEBODY_COUNTED = Q(counted__isnull=False, expected__isnull=False, counted_at__isnull=False)


class CountLine(models.Model):
    """How many units of a SKU were counted, and how many the books said were there just then.

    The reason says why these differ; it is blank where they do not.
    """

    sheet = models.ForeignKey(
        CountSheet, on_delete=models.PROTECT, related_name="lines", db_index=False
    )
    sku = sku_column()
    counted = models.IntegerField(null=True, blank=True)
    expected = models.IntegerField(null=True, blank=True)
    counted_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=16, choices=CountReason, blank=True, default="")

    class Meta:
        ordering = ["sheet_id", "sku"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "sku"], name="inventory_count_line_once"),
            models.CheckConstraint(name="inventory_count_line_named", condition=~Q(sku="")),
            models.CheckConstraint(
                name="inventory_count_line_counted", condition=_NOBODY_COUNTED | _SOMEBODY_COUNTED
            ),
            models.CheckConstraint(
                name="inventory_count_line_limits",
                condition=_NOBODY_COUNTED
                | Q(
                    counted__gte=0,
                    counted__lte=MAX_ON_HAND,
                    expected__gte=0,
                    expected__lte=MAX_ON_HAND,
                ),
            ),
            models.CheckConstraint(
                name="inventory_count_line_reason",
                condition=Q(reason="", counted__isnull=True)
                | Q(reason="", counted=F("expected"))
                | (
                    Q(reason__in=CountReason.values, counted__isnull=False)
                    & ~Q(counted=F("expected"))
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sku} of {self.sheet_id}"

    @property
    def variance(self) -> int | None:
        """Units more than the books said, fewer below zero; None where nobody counted."""
        if self.counted is None or self.expected is None:
            return None
        return self.counted - self.expected

    def enter(self, units: int, *, expected: int, reason: str) -> None:
        """So many lie there where the books say `expected`. The last count is the one that counts.

        A reason is kept only where there is something to explain.
        """
        if reason and reason not in CountReason.values:
            known = ", ".join(CountReason.values)
            raise InvalidInput(f'"{reason}" is no reason for a variance: give one of {known}.')
        self.counted, self.expected, self.counted_at = checked_count(units), expected, clock.now()
        self.reason = (reason or CountReason.UNKNOWN) if self.variance else ""
