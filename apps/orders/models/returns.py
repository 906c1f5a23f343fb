from collections.abc import Mapping
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from apps.orders.models.credits import Credit
from apps.orders.models.lines import OrderLine
from apps.orders.models.orders import Order
from apps.orders.rules import Arrived, RefusalReason, ReturnReason
from shop.events.orders import ReturnedItem
from shop.kernel import clock
from shop.kernel.errors import DomainError
from shop.kernel.identity import new_id

_REASONS = [reason.value for reason in ReturnReason]
_REFUSALS = [reason.value for reason in RefusalReason]


class ReturnState(models.TextChoices):
    REQUESTED = "requested"
    RECEIVED = "received"
    REFUSED = "refused"


class Return(models.Model):
    """Units that a buyer sends back. What arrives is credited; staff says what becomes of it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="returns")
    state = models.CharField(max_length=16, choices=ReturnState, default=ReturnState.REQUESTED)
    reason = models.CharField(max_length=20, choices=[(word, word) for word in _REASONS])
    refusal = models.CharField(
        max_length=20, choices=[(word, word) for word in _REFUSALS], blank=True
    )
    credit = models.OneToOneField(
        Credit, on_delete=models.PROTECT, related_name="returned", null=True, blank=True
    )
    requested_at = models.DateTimeField(default=clock.now)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="return_state_known", condition=Q(state__in=ReturnState.values)
            ),
            models.CheckConstraint(name="return_reason_known", condition=Q(reason__in=_REASONS)),
            models.CheckConstraint(
                name="return_refused_for_a_reason",
                condition=Q(state=ReturnState.REFUSED, refusal__in=_REFUSALS)
                | (~Q(state=ReturnState.REFUSED) & Q(refusal="")),
            ),
            models.CheckConstraint(
                name="return_credited_when_received",
                condition=Q(state=ReturnState.RECEIVED, credit__isnull=False)
                | (~Q(state=ReturnState.RECEIVED) & Q(credit__isnull=True)),
            ),
            models.CheckConstraint(
                name="return_decided_when",
                condition=Q(state=ReturnState.REQUESTED, decided_at__isnull=True)
                | (~Q(state=ReturnState.REQUESTED) & Q(decided_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"return {self.id}"

    @property
    def is_open(self) -> bool:
        """Whether the parcel is still awaited."""
        return self.state == ReturnState.REQUESTED

    def receive(self, credit: Credit) -> None:
        """It arrived, in whole or in part, and was credited."""
        self._decide(ReturnState.RECEIVED)
        self.credit = credit

    def refuse(self, refusal: RefusalReason) -> None:
        """Nothing of it is taken back."""
        self._decide(ReturnState.REFUSED)
        self.refusal = refusal

    def confirm_open(self) -> None:
        """Raises DomainError if it was decided before."""
        if not self.is_open:
            raise DomainError(f"This return is {self.state} already.")

    def _decide(self, state: ReturnState) -> None:
        self.confirm_open()
        self.state = state
        self.decided_at = clock.now()


class ReturnedLine(models.Model):
    """So many units of a line that the buyer sends back, and what became of those that arrived."""

    parcel = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="lines")
    line = models.ForeignKey(OrderLine, on_delete=models.PROTECT, related_name="returned_lines")
    quantity = models.PositiveIntegerField()
    restocked = models.PositiveIntegerField(default=0)
    damaged = models.PositiveIntegerField(default=0)
    discarded = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["parcel", "line"], name="returned_line_once"),
            models.CheckConstraint(name="returned_line_quantity", condition=Q(quantity__gt=0)),
            models.CheckConstraint(
                name="returned_line_arrived_within_quantity",
                condition=Q(quantity__gte=F("restocked") + F("damaged") + F("discarded")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.line.sku}"

    def take_in(self, arrived: Mapping[UUID, Arrived]) -> int:
        """What arrived of it; returns how many units. Raises DomainError for more than was sent."""
        of_line = arrived.get(self.line_id, Arrived())
        if of_line.units > self.quantity:
            raise DomainError(f"Only {self.quantity} units of {self.line.sku} were sent back.")
        self.restocked, self.damaged = of_line.restocked, of_line.damaged
        self.discarded = of_line.discarded
        return of_line.units

    def as_item(self) -> ReturnedItem:
        """As events tell of it."""
        return ReturnedItem(
            line_id=self.line_id,
            sku=self.line.sku,
            title=self.line.title,
            quantity=self.quantity,
            restocked=self.restocked,
            damaged=self.damaged,
            discarded=self.discarded,
        )
