"""A guest's order became a member's: what the guest's wallet got for it follows."""

from decimal import Decimal
from uuid import UUID

from django.db.models import Sum

from apps.payments.models import Payment, WalletEntry
from apps.payments.services.wallets import move_to_wallet
from shop.kernel.money import money
from shop.kernel.outbox.unit_of_work import unit_of_work


@unit_of_work
def bring_refunds_along(*, order_id: UUID, customer_id: UUID, former_customer_id: UUID) -> None:
    """Wallet money that was given back for the order is in the wallet of its buyer of now.

    The payment has been handed over before. A guest's wallet is one that nobody can open.
    """
    payment = Payment.objects.select_for_update().filter(order_id=order_id).first()
    if payment is None:
        return
    given = _given_back(payment, former_customer_id)
    if given:
        move_to_wallet(
            money(given, payment.currency),
            owner=customer_id,
            former_owner=former_customer_id,
            key=f"claimed:{payment.id}",
        )


def _given_back(payment: Payment, customer_id: UUID) -> Decimal:
    entries = WalletEntry.objects.filter(
        account__customer_id=customer_id, transfer__refund__payment=payment
    )
    total: Decimal | None = entries.aggregate(total=Sum("amount"))["total"]
    return total or Decimal(0)
