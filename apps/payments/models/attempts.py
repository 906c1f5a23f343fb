from datetime import timedelta
from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from apps.payments.models.payments import Payment
from apps.payments.rules import Charge, ChargeStatus
from shop.kernel.errors import DomainError
from shop.kernel.identity import new_id
from shop.kernel.models import Job


class AttemptState(models.TextChoices):
    """WITHDRAWN: replaced by a newer attempt, or the payment was closed, while the gateway may
    have acted already; the job finds out and undoes it."""

    REQUESTED = "requested"
    PROCESSING = "processing"
    AUTHORISED = "authorised"
    WITHDRAWN = "withdrawn"
    CAPTURED = "captured"
    DECLINED = "declined"
    VOIDED = "voided"


OPEN_STATES = (AttemptState.REQUESTED, AttemptState.PROCESSING, AttemptState.AUTHORISED)
UNDECIDED_STATES = (*OPEN_STATES, AttemptState.WITHDRAWN)


class PaymentAttempt(Job):
    """One try to collect a payment with one token of the buyer.

    The keys of its calls to the gateway follow from its id, so a call that is made again after a
    crash or a time-out is the same call. `captured` was taken by it; `promised_back` of that was
    given back, or a refund is going to.
    """

    task: ClassVar[str] = "payments.collect"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    token = models.CharField(max_length=255, blank=True)
    state = models.CharField(max_length=16, choices=AttemptState, default=AttemptState.REQUESTED)
    gateway_id = models.CharField(max_length=255, blank=True)
    reason = models.CharField(max_length=64, blank=True)
    captured = models.DecimalField(max_digits=14, decimal_places=3, default=Decimal(0))
    promised_back = models.DecimalField(max_digits=14, decimal_places=3, default=Decimal(0))
    created_at = models.DateTimeField(db_default=Now())

    class Meta(Job.Meta):
        constraints = [
            models.UniqueConstraint(fields=["payment", "number"], name="attempt_number_once"),
            models.UniqueConstraint(
                fields=["payment"],
                name="attempt_open_once",
                condition=models.Q(state__in=OPEN_STATES),
            ),
            models.CheckConstraint(
                name="attempt_state_known", condition=models.Q(state__in=AttemptState.values)
            ),
            models.CheckConstraint(
                name="attempt_waits_until_decided",
                condition=models.Q(state__in=UNDECIDED_STATES, due_at__isnull=False)
                | (~models.Q(state__in=UNDECIDED_STATES) & models.Q(due_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="attempt_forgets_its_token",
                condition=models.Q(token="") | models.Q(state__in=UNDECIDED_STATES),
            ),
            models.CheckConstraint(
                name="attempt_never_over_promised",
                condition=models.Q(promised_back__gte=0, promised_back__lte=models.F("captured")),
            ),
        ]

    def __str__(self) -> str:
        return f"attempt {self.id}"

    @property
    def is_wanted(self) -> bool:
        """Money that it brings in is what the buyer owes."""
        return self.state in OPEN_STATES

    def key_for(self, operation: str) -> str:
        """The idempotency key of this attempt's one call of that kind."""
        return f"{self.id}:{operation}"

    def wait_for(self, charge_id: str) -> None:
        """The gateway still thinks about it."""
        self.gateway_id = charge_id
        if self.is_wanted:
            self.state = AttemptState.PROCESSING

    def authorise(self, charge_id: str) -> None:
        """The amount is kept for us; without need of it, it will be let go."""
        self.gateway_id = charge_id
        self.state = AttemptState.AUTHORISED if self.is_wanted else AttemptState.WITHDRAWN

    def capture(self, charge: Charge) -> None:
        """The gateway took the money, and may have given some of it back on its own."""
        if self.captured:
            raise DomainError(f"The money of {self} was recorded before.")
        self.gateway_id = charge.id
        self.captured = charge.captured
        self.promised_back = charge.refunded
        self._end(AttemptState.CAPTURED)

    def decline(self, reason: str) -> None:
        self.reason = reason
        self._end(AttemptState.DECLINED)

    def void(self, reason: str) -> None:
        self.reason = reason
        self._end(AttemptState.VOIDED)

    def withdraw(self, reason: str) -> None:
        """Not wanted any more. What the gateway was never asked for is over at once."""
        if not self.is_wanted:
            raise DomainError(f"Only an open attempt can be withdrawn; {self} is {self.state}.")
        self.reason = reason
        if self.claims:
            self.state = AttemptState.WITHDRAWN
        else:
            self._end(AttemptState.VOIDED)

    def has_news(self, charge: Charge) -> bool:
        """Whether the charge tells something that the attempt waits for, or thought was over."""
        if self.state in {AttemptState.DECLINED, AttemptState.VOIDED}:
            return charge.status == ChargeStatus.AUTHORISED or charge.kept > 0
        waits = self.state in {AttemptState.PROCESSING, AttemptState.WITHDRAWN}
        return waits and charge.status != ChargeStatus.PROCESSING

    def look_again(self, charge_id: str) -> None:
        """The job asks the gateway at once. What was thought to be over can only be undone."""
        self.gateway_id = charge_id
        self.postpone(timedelta())
        if not self.is_wanted:
            self.state = AttemptState.WITHDRAWN

    def promise_back(self) -> Decimal:
        """All that was taken and is not promised back yet is from now on; how much that is."""
        rest = self.captured - self.promised_back
        self.promised_back = self.captured
        return rest

    def _end(self, state: AttemptState) -> None:
        self.state = state
        self.token = ""
        self.finish()
