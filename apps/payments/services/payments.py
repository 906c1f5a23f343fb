"""A payment begins with its order and ends with it."""

from uuid import UUID

from apps.payments import sql
from apps.payments.models import Payment, PaymentState
from apps.payments.services.refunds import return_what_is_kept
from apps.payments.services.withdrawing import withdraw_open_attempts
from shop.events.base import Money
from shop.events.payments import PaymentRequested, PaymentSucceeded
from shop.kernel.bus import publish
from shop.kernel.identity import new_id
from shop.kernel.money import money
from shop.kernel.outbox.unit_of_work import unit_of_work
from shop.kernel.stories import present_story


@unit_of_work
def open_payment(
    *, order_id: UUID, customer_id: UUID, total: Money, order_number: str = "", token: str = ""
) -> None:
    """The order waits for `total`; with a token, the gateway is asked for it at once.

    The buyer reads `order_number` where he approves the payment. An order of nothing is paid at
    once, by no attempt.
    """
    payment = sql.NewPayment(
        id=new_id(),
        order_id=order_id,
        customer_id=customer_id,
        order_number=order_number,
        amount=total.amount,
        currency=total.currency,
    )
    if not total.amount:
        _begin_paid(payment)
    elif token:
        _open_with_attempt(payment, token)
    else:
        sql.insert_payment(payment)


@unit_of_work
def close_payment(*, order_id: UUID) -> None:
    """No more money is wanted for the order: attempts end, what was taken goes back.

    Nothing happens for an order that never came to be paid, or whose payment is closed.
    """
    payment = Payment.objects.select_for_update().filter(order_id=order_id).first()
    if payment is None or payment.state == PaymentState.CLOSED:
        return
    payment.close()
    payment.save(update_fields=["state"])
    withdraw_open_attempts(payment, reason="order_cancelled")
    return_what_is_kept(payment, reason="order_cancelled")


@unit_of_work
def hand_over_payment(*, order_id: UUID, customer_id: UUID) -> None:
    """The order, and with it the payment, is this customer's from now on.

    Nothing happens for an order that never came to be paid.
    """
    payment = Payment.objects.select_for_update().filter(order_id=order_id).first()
    if payment is not None:
        payment.belong_to(customer_id)
        payment.save(update_fields=["customer_id"])


def _begin_paid(payment: sql.NewPayment) -> None:
    sql.insert_payment(payment, state=PaymentState.PAID)
    publish(
        PaymentSucceeded(
            payment_id=payment.id,
            attempt_id=payment.id,
            attempt=0,
            order_id=payment.order_id,
            amount=money(payment.amount, payment.currency),
        )
    )


def _open_with_attempt(payment: sql.NewPayment, token: str) -> None:
    attempt_id = new_id()
    cause = publish(
        PaymentRequested(
            payment_id=payment.id,
            attempt_id=attempt_id,
            attempt=1,
            order_id=payment.order_id,
            amount=money(payment.amount, payment.currency),
        )
    )
    sql.insert_payment_with_attempt(
        payment, attempt_id=attempt_id, token=token, story=present_story(cause=cause)
    )
