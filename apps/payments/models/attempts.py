from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from apps.payments.models.attempt_constraints import ACTION_KINDS, CONSTRAINTS, METHODS
from apps.payments.models.attempt_states import NO_NEWS, OPEN_STATES, AttemptState
from apps.payments.models.payments import Payment
from apps.payments.rules import Action, ActionKind, Charge, ChargeStatus, Instrument, Method
from shop.events.base import Money
from shop.kernel import clock
from shop.kernel.errors import DomainError
from shop.kernel.identity import new_id
from shop.kernel.models import Job
from shop.kernel.money import money

LONGEST_REASON = 64


class PaymentAttempt(Job):
    """One try to collect `amount` of a payment with one instrument of the buyer.

    That is all that is due, or what a wallet gives of it, or what it leaves. `token` stands for a
    card, or is the UPI id that is asked; it is forgotten when all is decided.

    What is held for us may become less until it is asked for, which happens at `held_until` at the
    latest; afterwards that is when it was asked for, or let go.

    The keys of its calls to the gateway follow from its id, so a call that is made again after a
    crash or a time-out is the same call. It is with one `gateway`, which is named before it is
    asked, and knows the charge as `gateway_id`. `captured` was taken by it; `promised_back` of that
    was given back, or a refund is going to.
    """

    task: ClassVar[str] = "payments.collect"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    amount = models.DecimalField(max_digits=14, decimal_places=3)
    method = models.CharField(
        max_length=16, choices=[(word, word) for word in METHODS], default="card"
    )
    token = models.CharField(max_length=255, blank=True)
    return_url = models.CharField(max_length=1000, blank=True)
    keeps = models.BooleanField(default=False, db_default=False)
    state = models.CharField(max_length=16, choices=AttemptState, default=AttemptState.REQUESTED)
    gateway = models.CharField(max_length=32, blank=True, db_default="")
    gateway_id = models.CharField(max_length=255, blank=True)
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)
    action_kind = models.CharField(
        max_length=16, choices=[(word, word) for word in ACTION_KINDS], blank=True
    )
    action_url = models.CharField(max_length=1000, blank=True)
    action_page = models.CharField(max_length=1000, blank=True)
    action_expires_at = models.DateTimeField(null=True, blank=True)
    held_until = models.DateTimeField(null=True, blank=True)
    captured = models.DecimalField(max_digits=14, decimal_places=3, default=Decimal(0))
    promised_back = models.DecimalField(max_digits=14, decimal_places=3, default=Decimal(0))
    created_at = models.DateTimeField(db_default=Now())

    class Meta(Job.Meta):
        constraints = CONSTRAINTS

    def __str__(self) -> str:
        return f"attempt {self.id}"

    @property
    def is_wanted(self) -> bool:
        """Money that it brings in is what the buyer owes."""
        return self.state in OPEN_STATES

    @property
    def is_held(self) -> bool:
        """Whether the bank keeps the amount until somebody asks for it."""
        return self.state == AttemptState.HELD

    @property
    def was_held_long_enough(self) -> bool:
        """Whether a bank may soon let go of what nobody has asked for so far."""
        return self.is_held and self.held_until is not None and self.held_until <= clock.now()

    @property
    def due(self) -> Money:
        """What it is to bring."""
        return money(self.amount, self.payment.currency)

    def key_for(self, operation: str) -> str:
        """The idempotency key of this attempt's one call of that kind."""
        return f"{self.id}:{operation}"

    @property
    def may_be_known(self) -> bool:
        """Whether an earlier claim may have put it to its gateway, and died or heard nothing."""
        return bool(self.gateway) and self.claims > 1

    @property
    def longest_pause(self) -> float:
        """A buyer, or his blocked money, waits no longer than the gateway is left alone."""
        return min(super().longest_pause, settings.BREAKER_SECONDS)

    @property
    def instrument(self) -> Instrument:
        """What the buyer pays with."""
        return Instrument(
            method=Method(self.method),
            token=self.token,
            return_url=self.return_url,
            keep=self.keeps,
        )

    @property
    def action(self) -> Action | None:
        """What the buyer has to do now, if anything."""
        if self.state != AttemptState.NEEDS_ACTION or self.action_expires_at is None:
            return None
        return Action(
            kind=ActionKind(self.action_kind),
            url=self.action_url,
            page=self.action_page,
            expires_at=self.action_expires_at,
        )

    def go_to(self, gateway: str) -> None:
        """This gateway will be asked; with no name, none was. Raises DomainError if one has it."""
        if self.gateway_id or self.due_at is None:
            raise DomainError(f"{self} is with {self.gateway or 'nobody'}, and stays there.")
        self.gateway = gateway

    def wait_for(self, charge_id: str) -> None:
        """The gateway still thinks about it."""
        self.gateway_id = charge_id
        self._go_on_as(AttemptState.PROCESSING)

    def ask_buyer(self, charge_id: str, action: Action) -> None:
        """It goes on when the buyer has done this."""
        self.gateway_id = charge_id
        self._go_on_as(AttemptState.NEEDS_ACTION)
        self.action_kind = action.kind
        self.action_url = action.url
        self.action_page = action.page
        self.action_expires_at = action.expires_at

    def authorise(self, charge_id: str) -> None:
        """The amount is kept for us; without need of it, it will be let go."""
        self.gateway_id = charge_id
        self._go_on_as(AttemptState.AUTHORISED)

    def hold(self, charge_id: str, *, until: datetime) -> None:
        """The amount is kept for us, and asked for later: then at the latest."""
        self.gateway_id = charge_id
        self._move_to(AttemptState.HELD)
        self.token = self.return_url = ""
        self.held_until = self.due_at = until

    def wait_on(self) -> None:
        """Nothing is new about what is held."""
        self.due_at = self.held_until

    def ask_for_held(self) -> None:
        """Now it is to be taken; how much that is does not change any more."""
        if self.state != AttemptState.HELD:
            raise DomainError(f"Nothing is held for {self}: it is {self.state}.")
        self._move_to(AttemptState.AUTHORISED)
        self._stop_waiting()

    def take_less(self, amount: Decimal) -> None:
        """Only so much of what is held is needed. Raises DomainError."""
        if self.state != AttemptState.HELD or not 0 < amount <= self.amount:
            raise DomainError(f"{self} is {self.state}, and to bring {self.amount}: not {amount}.")
        self.amount = amount

    def capture(self, charge: Charge) -> None:
        """The money was taken, and some of it may have been given back already."""
        if self.captured:
            raise DomainError(f"The money of {self} was recorded before.")
        self.gateway_id = charge.id
        self.captured = charge.captured
        self.promised_back = charge.refunded
        self._end(AttemptState.CAPTURED)

    def decline(self, reason: str) -> None:
        """`reason` is a word of the gateway, cut off where ours would be too long for the books."""
        self.reason = reason[:LONGEST_REASON]
        self._end(AttemptState.DECLINED)

    def void(self, reason: str) -> None:
        self.reason = reason
        self._end(AttemptState.VOIDED)

    def withdraw(self, reason: str) -> None:
        """Not wanted any more. What the gateway was never asked for is over at once."""
        if not self.is_wanted:
            raise DomainError(f"Only an open attempt can be withdrawn; {self} is {self.state}.")
        self.reason = reason
        if not self.claims:
            self._end(AttemptState.VOIDED)
            return
        if self.state == AttemptState.NEEDS_ACTION:
            self.fall_due()
        if self.is_held:
            self._stop_waiting()
        self._move_to(AttemptState.WITHDRAWN)

    def has_news(self, charge: Charge) -> bool:
        """Whether the charge tells something that the attempt waits for, or thought was over."""
        if self.state in {AttemptState.DECLINED, AttemptState.VOIDED}:
            return charge.status == ChargeStatus.AUTHORISED or charge.kept > 0
        known = NO_NEWS.get(AttemptState(self.state))
        return known is not None and charge.status not in known

    def look_again(self, charge_id: str, *, gateway: str) -> None:
        """The job asks the gateway at once. What was thought to be over can only be undone."""
        self.gateway = gateway
        self.gateway_id = charge_id
        self.fall_due()
        if not self.is_wanted:
            self._move_to(AttemptState.WITHDRAWN)

    @property
    def rest(self) -> Decimal:
        """What was taken and is not promised back."""
        return self.captured - self.promised_back

    def promise_back(self, amount: Decimal) -> None:
        """So much more of what was taken goes back. Raises DomainError for more than the rest."""
        if amount > self.rest:
            raise DomainError(f"Only {self.rest} is left of {self}: {amount} cannot go back.")
        self.promised_back += amount

    def _go_on_as(self, state: AttemptState) -> None:
        self._move_to(state if self.is_wanted else AttemptState.WITHDRAWN)

    def _stop_waiting(self) -> None:
        self.fall_due()
        self.held_until = self.due_at

    def _end(self, state: AttemptState) -> None:
        self._move_to(state)
        self.token = self.return_url = ""
        self.finish()

    def _move_to(self, state: AttemptState) -> None:
        self.state = state
        self.action_kind = self.action_url = self.action_page = ""
        self.action_expires_at = None
