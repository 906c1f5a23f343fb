from decimal import Decimal

from django.db import models
from django.db.models.functions import Now

from apps.payments.models.attempts import PaymentAttempt
from apps.payments.models.refunds import Refund
from shop.events.base import Money
from shop.kernel import clock
from shop.kernel.errors import DomainError
from shop.kernel.identity import new_id
from shop.kernel.money import money, rounded


class NotEnoughMoney(DomainError):
    """The wallet holds less than is to be paid."""

    code = "insufficient_balance"


class WalletReason(models.TextChoices):
    """Why money moves; staff gives for the first three, and sends what is asked for to a bank.

    CAPTURE and GIVEN_BACK tell of a gateway's money, all others of a wallet's.
    """

    GOODWILL = "goodwill"
    PROMOTION = "promotion"
    CORRECTION = "correction"
    PAYMENT = "payment"
    REFUND = "refund"
    PAYOUT = "payout"
    CAPTURE = "capture"
    GIVEN_BACK = "given_back"


class SystemAccount(models.TextChoices):
    """The other side of every transfer. No balance is stored, so nobody queues for it.

    What a gateway took for us and has not paid out is below zero: it left that account for sales.
    """

    SALES = "sales"
    GOODWILL = "goodwill"
    REFUNDS = "refunds"
    PAYOUTS = "payouts"
    GATEWAY = "gateway"


class WalletAccount(models.Model):
    """What the shop owes one customer in one currency; `balance` is the sum of its entries."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    customer_id = models.UUIDField()
    currency = models.CharField(max_length=3)
    balance = models.DecimalField(max_digits=14, decimal_places=3, default=Decimal(0))
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["customer_id", "currency"], name="wallet_once"),
            models.CheckConstraint(
                name="wallet_never_below_zero", condition=models.Q(balance__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return f"wallet {self.id}"

    @property
    def held(self) -> Money:
        return money(self.balance, self.currency)

    def move(self, amount: Decimal) -> None:
        """So much comes in, or goes out if it is below zero. Raises NotEnoughMoney."""
        if self.balance + amount < 0:
            raise self._not_enough(-amount)
        self.balance += amount

    def _not_enough(self, needed: Decimal) -> NotEnoughMoney:
        balance, price = rounded(self.balance, self.currency), rounded(needed, self.currency)
        return NotEnoughMoney(
            f"The wallet holds {balance} {self.currency}, and {price} {self.currency} is to be"
            " paid: choose another way to pay.",
            details={"balance": str(balance), "needed": str(price), "currency": self.currency},
        )


_OF_ATTEMPTS = [WalletReason.PAYMENT, WalletReason.CAPTURE]
_OF_REFUNDS = [WalletReason.REFUND, WalletReason.GIVEN_BACK]


class WalletTransfer(models.Model):
    """Money that moved once between accounts; `key` makes sure of the once.

    Append-only, like its entries.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=255, unique=True)
    reason = models.CharField(max_length=16, choices=WalletReason)
    attempt = models.OneToOneField(PaymentAttempt, on_delete=models.PROTECT, null=True, blank=True)
    refund = models.OneToOneField(Refund, on_delete=models.PROTECT, null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="wallet_transfer_reason_known",
                condition=models.Q(reason__in=WalletReason.values),
            ),
            models.CheckConstraint(
                name="wallet_transfer_has_its_cause",
                condition=models.Q(
                    reason__in=_OF_ATTEMPTS, attempt__isnull=False, refund__isnull=True
                )
                | models.Q(reason__in=_OF_REFUNDS, attempt__isnull=True, refund__isnull=False)
                | (
                    ~models.Q(reason__in=[*_OF_ATTEMPTS, *_OF_REFUNDS])
                    & models.Q(attempt__isnull=True, refund__isnull=True)
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"transfer {self.id}"


class WalletEntry(models.Model):
    """One side of a transfer: what came into an account (or left it, below zero).

    The entries of a transfer are written together and sum to zero. `balance` is what the customer
    had afterwards; `gateway` names the one whose account it is.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    transfer = models.ForeignKey(WalletTransfer, on_delete=models.PROTECT, related_name="entries")
    account = models.ForeignKey(
        WalletAccount, on_delete=models.PROTECT, related_name="entries", null=True, blank=True
    )
    system = models.CharField(max_length=16, choices=SystemAccount, blank=True)
    gateway = models.CharField(max_length=32, blank=True, db_default="")
    amount = models.DecimalField(max_digits=14, decimal_places=3)
    currency = models.CharField(max_length=3)
    balance = models.DecimalField(max_digits=14, decimal_places=3, null=True, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name_plural = "wallet entries"
        indexes = [models.Index(fields=["account", "-at", "-id"], name="wallet_entry_newest")]
        constraints = [
            models.CheckConstraint(
                name="wallet_entry_has_one_account",
                condition=models.Q(account__isnull=False, system="", balance__gte=0)
                | models.Q(
                    account__isnull=True, system__in=SystemAccount.values, balance__isnull=True
                ),
            ),
            models.CheckConstraint(
                name="wallet_entry_names_its_gateway",
                condition=models.Q(system=SystemAccount.GATEWAY, gateway__gt="")
                | (~models.Q(system=SystemAccount.GATEWAY) & models.Q(gateway="")),
            ),
            models.CheckConstraint(name="wallet_entry_not_zero", condition=~models.Q(amount=0)),
        ]

    def __str__(self) -> str:
        return f"entry {self.id}"
