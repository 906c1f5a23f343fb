"""A customer's wallet as he sees it."""

from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet

from apps.payments.models import WalletAccount, WalletEntry
from shop.events.base import Money
from shop.kernel.money import money


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
