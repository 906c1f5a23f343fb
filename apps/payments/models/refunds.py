from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from apps.payments.models.attempts import PaymentAttempt
from apps.payments.models.grants import RefundGrant
from apps.payments.models.payments import Payment
from shop.events.base import Money
from shop.kernel.errors import DomainError
from shop.kernel.identity import new_id
from shop.kernel.models import Job
from shop.kernel.money import money


class RefundState(models.TextChoices):
    """REFUSED: the gateway will not do it; somebody has to look."""

    REQUESTED = "requested"
    DONE = "done"
    REFUSED = "refused"


class RefundDestination(models.TextChoices):
    """SOURCE: the way it was paid by."""

    SOURCE = "source"
    WALLET = "wallet"


class Refund(Job):
    """Captured money on its way back to the buyer.

    `reason` is one of order_cancelled, attempt_withdrawn, wrong_amount, given_back_by_gateway, or
    that of the `grant` which it brings, in whole or in part; `retries` is how often somebody had it
    tried again after the gateway's no.
    """

    task: ClassVar[str] = "payments.refund"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="refunds")
    attempt = models.ForeignKey(PaymentAttempt, on_delete=models.PROTECT, related_name="refunds")
    grant = models.ForeignKey(
        RefundGrant, on_delete=models.PROTECT, related_name="refunds", null=True, blank=True
    )
    amount = models.DecimalField(max_digits=14, decimal_places=3)
    reason = models.CharField(max_length=64)
    state = models.CharField(max_length=16, choices=RefundState, default=RefundState.REQUESTED)
    refusal = models.CharField(max_length=200, blank=True)
    retries = models.PositiveSmallIntegerField(default=0)
    destination = models.CharField(
        max_length=16, choices=RefundDestination, default=RefundDestination.SOURCE
    )
    created_at = models.DateTimeField(db_default=Now())

    class Meta(Job.Meta):
        constraints = [
            models.CheckConstraint(
                name="refund_state_known", condition=models.Q(state__in=RefundState.values)
            ),
            models.CheckConstraint(
                name="refund_waits_until_done",
                condition=models.Q(state=RefundState.REQUESTED, due_at__isnull=False)
                | (~models.Q(state=RefundState.REQUESTED) & models.Q(due_at__isnull=True)),
            ),
            models.UniqueConstraint(
                fields=["grant", "attempt"],
                name="refund_once_of_a_grant",
                condition=models.Q(grant__isnull=False),
            ),
            models.CheckConstraint(name="refund_above_zero", condition=models.Q(amount__gt=0)),
            models.CheckConstraint(
                name="refund_destination_known",
                condition=models.Q(destination__in=RefundDestination.values),
            ),
            models.CheckConstraint(
                name="refund_to_wallet_is_at_once",
                condition=~models.Q(destination=RefundDestination.WALLET)
                | models.Q(state=RefundState.DONE),
            ),
        ]

    def __str__(self) -> str:
        return f"refund {self.id}"

    @property
    def key(self) -> str:
        """The idempotency key of its call to the gateway; a new one after the gateway's no."""
        return f"{self.id}:refund:{self.retries}" if self.retries else f"{self.id}:refund"

    @property
    def due(self) -> Money:
        """What the buyer gets back."""
        return money(self.amount, self.payment.currency)

    def complete(self) -> None:
        self._end(RefundState.DONE)

    def refuse(self, refusal: str) -> None:
        self.refusal = refusal
        self._end(RefundState.REFUSED)

    def retry(self) -> None:
        """The gateway is asked once more. Raises DomainError unless it refused."""
        self._confirm_refused()
        self.state = RefundState.REQUESTED
        self.retries += 1
        self.fall_due()

    def turn_to_wallet(self) -> None:
        """The gateway is not asked any more: it will be wallet money. Raises DomainError."""
        self._confirm_refused()
        self.state = RefundState.REQUESTED
        self.destination = RefundDestination.WALLET

    def turn_to_hand(self) -> None:
        """Somebody has seen to it at the gateway. Raises DomainError unless that had refused."""
        self._confirm_refused()
        self.state = RefundState.REQUESTED

    def _confirm_refused(self) -> None:
        if self.state != RefundState.REFUSED:
            raise DomainError(
                f"Only a refund that the gateway has refused needs help; this one is {self.state}."
            )

    def _end(self, state: RefundState) -> None:
        if self.state != RefundState.REQUESTED:
            raise DomainError(f"{self} is {self.state} already.")
        self.state = state
        self.finish()
