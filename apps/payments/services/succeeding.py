"""A payment that has all that is owed."""

from apps.payments.models import Payment, PaymentAttempt
from shop.events.payments import PaymentSucceeded
from shop.kernel.bus import publish


def succeed(payment: Payment, attempt: PaymentAttempt | None = None) -> None:
    """All is there, by the last attempt or because nothing is missing any more; rows are locked."""
    payment.pay()
    payment.save(update_fields=["state"])
    publish(
        PaymentSucceeded(
            payment_id=payment.id,
            attempt_id=attempt.id if attempt else payment.id,
            attempt=attempt.number if attempt else 0,
            order_id=payment.order_id,
            amount=payment.owed,
        )
    )
