"""A customer's wallet as he sees it."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet

from apps.payments.models import WalletAccount, WalletEntry
from shop.events.base import Money
from shop.kernel.money import money


@dataclass(frozen=True, kw_only=True)
class ShownEntry:
    """What came into a wallet, or left it (below zero), and what it held then.

    `reason` is one of WalletReason; only payments and refunds have an order.
    """

    at: datetime
    reason: str
    amount: Money
    held: Money
    order_id: UUID | None


def wallets_of(customer_id: UUID) -> list[Money]:
    """What the customer's wallets hold, one amount for every currency that ever came in."""
    accounts = WalletAccount.objects.filter(customer_id=customer_id).order_by("currency")
    return [account.held for account in accounts]


def balance_of(customer_id: UUID, *, currency: str) -> Money:
    """What the customer can spend in this currency."""
    accounts = WalletAccount.objects.filter(customer_id=customer_id, currency=currency)
    balance = accounts.values_list("balance", flat=True).first()
    return money(balance or Decimal(0), currency)


def entries_of(customer_id: UUID) -> QuerySet[WalletEntry]:
    """What came into the customer's wallets and left them, with its transfer and its order."""
    return WalletEntry.objects.filter(account__customer_id=customer_id).select_related(
        "transfer__attempt__payment", "transfer__refund__payment"
    )


def shown_entries_of(customer_id: UUID, *, first: int, most: int) -> list[ShownEntry]:
    """The entries of the customer's wallets, newest first, from the one numbered `first` (0) on."""
    entries = entries_of(customer_id).order_by("-at", "-id")[first : first + most]
    return [_shown(entry) for entry in entries]


def _shown(entry: WalletEntry) -> ShownEntry:
    cause = entry.transfer.attempt or entry.transfer.refund
    return ShownEntry(
        at=entry.at,
        reason=str(entry.transfer.reason),
        amount=money(entry.amount, entry.currency),
        held=money(entry.balance or Decimal(0), entry.currency),
        order_id=cause.payment.order_id if cause else None,
    )
