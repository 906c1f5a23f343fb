"""What a buyer is owed of a paid order goes back to him."""

from uuid import UUID

from apps.payments.models import Payment, PaymentState, RefundGrant
from apps.payments.services.holding import take_less
from apps.payments.services.refunds import ask_back_part
from shop.events.base import Money
from shop.kernel.errors import DomainError
from shop.kernel.outbox.unit_of_work import unit_of_work


@unit_of_work
def grant_refund(*, order_id: UUID, credit_id: UUID, owed: Money, reason: str) -> None:
    """The buyer gets `owed` back of what he paid, once for every `credit_id`.

    Of what is only promised so far, so much less is taken. Of a payment that was closed, all goes
    back anyway. Raises DomainError for more than the order costs, and for a credit that came with
    another amount.
    """
    payment = Payment.objects.select_for_update().get(order_id=order_id)
    known = RefundGrant.objects.filter(credit_id=credit_id).first()
    if known is not None:
        _confirm_same(known, payment, owed)
        return
    payment.grant(owed)
    payment.save(update_fields=["granted"])
    grant = RefundGrant.objects.create(
        payment=payment, credit_id=credit_id, amount=owed.amount, reason=reason
    )
    if payment.state == PaymentState.PAID:
        ask_back_part(payment, grant.amount, grant=grant)
    elif payment.state != PaymentState.CLOSED:
        take_less(payment)


def _confirm_same(known: RefundGrant, payment: Payment, owed: Money) -> None:
    if (known.payment_id, known.amount) != (payment.id, owed.amount):
        raise DomainError(f"{known.amount} was granted for credit {known.credit_id} before.")
