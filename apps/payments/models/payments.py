from decimal import Decimal
from uuid import UUID

from django.db import models
from django.db.models.functions import Now

from apps.payments.rules import Method
from shop.events.base import Money
from shop.kernel.errors import DomainError, InvalidInput
from shop.kernel.identity import new_id
from shop.kernel.money import is_exact, money


class PaymentState(models.TextChoices):
    """AUTHORISED: all of it is promised, and taken when the goods leave.

    LAPSED: what was promised did not come. The order may have gone on, so its buyer owes it.
    """

    OPEN = "open"
    AUTHORISED = "authorised"
    PAID = "paid"
    LAPSED = "lapsed"
    CLOSED = "closed"


class Payment(models.Model):
    """The money of one order: what is due, what came in, what went back.

    Open until its attempts brought all of it (one of nothing never is), of which a wallet may give
    a part at first; closed when the order is cancelled, and from then on every cent that still
    comes in goes back. `granted` is what the buyer of a paid order need not pay after all; it goes
    back, or is back, unless it was granted before it was taken.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    order_id = models.UUIDField(unique=True)
    customer_id = models.UUIDField(db_index=True)
    order_number = models.CharField(max_length=30, blank=True, db_default="")
    amount = models.DecimalField(max_digits=14, decimal_places=3)
    currency = models.CharField(max_length=3)
    captured = models.DecimalField(max_digits=14, decimal_places=3, default=Decimal(0))
    refunded = models.DecimalField(max_digits=14, decimal_places=3, default=Decimal(0))
    granted = models.DecimalField(
        max_digits=14, decimal_places=3, default=Decimal(0), db_default=Decimal(0)
    )
    state = models.CharField(max_length=16, choices=PaymentState, default=PaymentState.OPEN)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="payment_state_known", condition=models.Q(state__in=PaymentState.values)
            ),
            models.CheckConstraint(
                name="payment_of_nothing_is_not_open",
                condition=models.Q(amount__gt=0)
                | (models.Q(amount=0) & ~models.Q(state=PaymentState.OPEN)),
            ),
            models.CheckConstraint(
                name="payment_never_over_refunded",
                condition=models.Q(refunded__gte=0, refunded__lte=models.F("captured")),
            ),
            models.CheckConstraint(
                name="payment_never_over_granted",
                condition=models.Q(granted__gte=0, granted__lte=models.F("amount")),
            ),
            models.CheckConstraint(
                name="payment_paid_in_full",
                condition=~models.Q(state=PaymentState.PAID)
                | models.Q(captured__gte=models.F("amount") - models.F("granted")),
            ),
        ]

    def __str__(self) -> str:
        return f"payment {self.id}"

    @property
    def description(self) -> str:
        """What the buyer reads at his bank; of payments of before, nothing."""
        return f"Order {self.order_number}" if self.order_number else ""

    @property
    def due(self) -> Money:
        """The whole amount that the order costs."""
        return money(self.amount, self.currency)

    @property
    def owed(self) -> Money:
        """What the buyer has to pay of it altogether."""
        return money(self.amount - self.granted, self.currency)

    @property
    def awaits_buyer(self) -> bool:
        """Whether something is missing that nobody has promised."""
        return self.state in {PaymentState.OPEN, PaymentState.LAPSED}

    @property
    def kept(self) -> Decimal:
        """What its attempts brought and is not promised back."""
        rest = models.F("captured") - models.F("promised_back")
        return self.attempts.aggregate(kept=models.Sum(rest))["kept"] or Decimal(0)

    def confirm_open(self) -> None:
        """Raises DomainError unless the buyer may still pay."""
        if self.state in {PaymentState.AUTHORISED, PaymentState.PAID}:
            raise DomainError("This order is paid already: nothing is left to pay.")
        if self.state == PaymentState.CLOSED:
            raise DomainError("This order was cancelled: place a new one to buy.")

    def confirm_part(self, amount: Decimal, method: Method) -> None:
        """Raises InvalidInput unless a wallet can give so much, and this method the rest."""
        is_part = is_exact(amount, self.currency) and 0 < amount < self.owed.amount
        if not is_part or method == Method.WALLET:
            raise InvalidInput(
                f"From the wallet comes a part of {self.owed.amount} {self.currency}, in whole"
                " minor units, and the rest in another way; or all of it by the method wallet."
            )

    def take(self, amount: Decimal) -> None:
        """So much more came in."""
        self.captured += amount

    def give_back(self, amount: Decimal) -> None:
        """So much more went back to the buyer."""
        if self.refunded + amount > self.captured:
            raise DomainError(f"More would go back of {self} than came in.")
        self.refunded += amount

    def grant(self, owed: Money) -> None:
        """The buyer need not pay so much of it after all. Raises DomainError."""
        if self.state == PaymentState.OPEN:
            raise DomainError(f"Nothing is paid of {self} so far: cancel the order instead.")
        if owed.currency != self.currency:
            raise DomainError(f"{self} is in {self.currency}, not in {owed.currency}.")
        if self.granted + owed.amount > self.amount:
            raise DomainError(f"More of {self} would be given back than the order costs.")
        self.granted += owed.amount

    def promise(self) -> None:
        """Nothing is missing any more, but some of it is only kept for us so far."""
        if self.state != PaymentState.OPEN:
            raise DomainError(f"Only an open payment can be promised; {self} is {self.state}.")
        self.state = PaymentState.AUTHORISED

    def lapse(self) -> None:
        """What was promised does not come."""
        if self.state != PaymentState.AUTHORISED:
            raise DomainError(f"Nothing was promised of {self}: it is {self.state}.")
        self.state = PaymentState.LAPSED

    def pay(self) -> None:
        """All that the buyer owes is there; once only."""
        if self.state in {PaymentState.PAID, PaymentState.CLOSED}:
            self.confirm_open()
        self.state = PaymentState.PAID

    def belong_to(self, customer_id: UUID) -> None:
        """Somebody has shown that the order is his; refunds to a wallet go to his."""
        self.customer_id = customer_id

    def close(self) -> None:
        self.state = PaymentState.CLOSED
