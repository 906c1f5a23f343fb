"""Money that was given back in the gateway's own pages, as its settlement tells."""

from decimal import Decimal
from uuid import UUID

from django.db.models import Sum

from apps.payments.models import (
    PaymentAttempt,
    RefundDestination,
    RefundState,
    SettlementBreak,
    SettlementEntry,
)
from apps.payments.rules import BreakKind
from apps.payments.services.locks import locked_attempt
from apps.payments.services.refunds import complete_by_hand
from shop.kernel.errors import DomainError
from shop.kernel.outbox.unit_of_work import unit_of_work


@unit_of_work
def book_told_refund(*, break_id: UUID) -> None:
    """Refunds that the gateway refused, and tells of all the same, were made by hand: it is done.

    Never for more than the gateway tells of. Raises DomainError if no refused refund is explained.
    """
    difference = SettlementBreak.objects.filter(pk=break_id).first()
    if difference is None:
        raise DomainError("The books do not differ in this any more.")
    if difference.kind != BreakKind.REFUND_UNKNOWN_HERE:
        raise DomainError("Only a refund that is unknown here can be booked.")
    charge = {"gateway": difference.provider, "gateway_id": difference.subject}
    payment, attempt = locked_attempt(PaymentAttempt.objects.values_list("pk").get(**charge)[0])
    unexplained = _told(attempt) - _promised(attempt)
    booked = 0
    for refund in attempt.refunds.select_for_update().filter(state=RefundState.REFUSED):
        if refund.amount <= unexplained:
            complete_by_hand(payment, refund)
            unexplained -= refund.amount
            booked += 1
    if not booked:
        raise DomainError(
            f"The gateway has refused no refund of charge {attempt.gateway_id} that this could be."
            " Stop the order or credit it first; the gateway will refuse, then book this."
        )
    difference.delete()


def _told(attempt: PaymentAttempt) -> Decimal:
    lines = SettlementEntry.objects.filter(provider=attempt.gateway, charge_id=attempt.gateway_id)
    total: Decimal | None = lines.aggregate(total=Sum("went"))["total"]
    return total or Decimal(0)


def _promised(attempt: PaymentAttempt) -> Decimal:
    """What is done, and what is on its way: the gateway may tell of that already."""
    ours = attempt.refunds.filter(destination=RefundDestination.SOURCE)
    total: Decimal | None = ours.exclude(state=RefundState.REFUSED).aggregate(total=Sum("amount"))[
        "total"
    ]
    return total or Decimal(0)
