from django.db import models
from django.db.models import Q

from apps.orders.models.lines import OrderLine
from apps.orders.models.orders import Order
from apps.orders.rules import GiveUpReason, KeptReason
from shop.events.orders import CancelledItem
from shop.kernel import clock
from shop.kernel.errors import DomainError
from shop.kernel.identity import new_id

_REASONS = [reason.value for reason in GiveUpReason]
_REFUSALS = [reason.value for reason in KeptReason]


class CancellationState(models.TextChoices):
    REQUESTED = "requested"
    DONE = "done"
    REFUSED = "refused"


class Cancellation(models.Model):
    """Units that a buyer wants no more, of a parcel that its courier has to give back first.

    An order has one at most that is not decided.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="cancellations")
    state = models.CharField(
        max_length=16, choices=CancellationState, default=CancellationState.REQUESTED
    )
    reason = models.CharField(max_length=20, choices=[(word, word) for word in _REASONS])
    refusal = models.CharField(
        max_length=20, choices=[(word, word) for word in _REFUSALS], blank=True
    )
    requested_at = models.DateTimeField(default=clock.now)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order"],
                condition=Q(state=CancellationState.REQUESTED),
                name="cancellation_one_open_at_a_time",
            ),
            models.CheckConstraint(
                name="cancellation_state_known", condition=Q(state__in=CancellationState.values)
            ),
            models.CheckConstraint(
                name="cancellation_reason_known", condition=Q(reason__in=_REASONS)
            ),
            models.CheckConstraint(
                name="cancellation_refused_for_a_reason",
                condition=Q(state=CancellationState.REFUSED, refusal__in=_REFUSALS)
                | (~Q(state=CancellationState.REFUSED) & Q(refusal="")),
            ),
            models.CheckConstraint(
                name="cancellation_decided_when",
                condition=Q(state=CancellationState.REQUESTED, decided_at__isnull=True)
                | (~Q(state=CancellationState.REQUESTED) & Q(decided_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"cancellation {self.id}"

    def finish(self) -> None:
        """The units are cancelled."""
        self._decide(CancellationState.DONE)

    def refuse(self, refusal: KeptReason) -> None:
        """The units are sent."""
        self._decide(CancellationState.REFUSED)
        self.refusal = refusal

    def _decide(self, state: CancellationState) -> None:
        if self.state != CancellationState.REQUESTED:
            raise DomainError(f"This cancellation is {self.state} already.")
        self.state = state
        self.decided_at = clock.now()


class CancellationLine(models.Model):
    """So many units of a line that the buyer wants no more."""

    cancellation = models.ForeignKey(Cancellation, on_delete=models.PROTECT, related_name="lines")
    line = models.ForeignKey(OrderLine, on_delete=models.PROTECT, related_name="cancellation_lines")
    quantity = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cancellation", "line"], name="cancellation_line_once"),
            models.CheckConstraint(name="cancellation_line_quantity", condition=Q(quantity__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.line.sku}"

    def as_item(self) -> CancelledItem:
        """As events tell of it."""
        return CancelledItem(
            line_id=self.line_id,
            sku=self.line.sku,
            title=self.line.title,
            quantity=self.quantity,
        )
