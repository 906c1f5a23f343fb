"""What payments does about what happens elsewhere, and about its own requests."""

from apps.payments.models import GatewayCallback, PaymentAttempt, Refund, SavedCard
from apps.payments.services import (
    ask_for_held,
    bring_refunds_along,
    close_payment,
    grant_refund,
    hand_over_payment,
    open_payment,
    remove_cards,
    require_empty_wallets,
    want_promised_money,
)
from shop.events.accounts import UserErased
from shop.events.orders import (
    OrderCancelled,
    OrderClaimed,
    OrderConfirmed,
    OrderDelivered,
    OrderPendingPayment,
    RefundGranted,
)
from shop.events.payments import (
    GatewayCalledBack,
    PaymentCaptureRequested,
    PaymentRequested,
    RefundRequested,
    RefundRetried,
    SavedCardRemoved,
)
from shop.events.shipping import ShipmentDispatched
from shop.kernel import jobs
from shop.kernel.bus import after, during


@during(OrderPendingPayment)
def open_payment_of_order(event: OrderPendingPayment) -> None:
    open_payment(
        order_id=event.order_id,
        customer_id=event.customer_id,
        order_number=event.number,
        total=event.total,
        token=event.payment_token,
    )


@after(PaymentRequested)
def collect_money(event: PaymentRequested) -> None:
    jobs.wake(PaymentAttempt, event.attempt_id)


@after(RefundRequested)
def give_money_back(event: RefundRequested) -> None:
    jobs.wake(Refund, event.refund_id)


@after(RefundRetried)
def try_again_to_give_money_back(event: RefundRetried) -> None:
    jobs.wake(Refund, event.refund_id)


@after(GatewayCalledBack)
def read_callback(event: GatewayCalledBack) -> None:
    jobs.wake(GatewayCallback, event.callback_id)


@after(OrderCancelled)
def let_go_of_money(event: OrderCancelled) -> None:
    close_payment(order_id=event.order_id)


@during(ShipmentDispatched)
def want_money_of_dispatched_order(event: ShipmentDispatched) -> None:
    want_promised_money(order_id=event.order_id)


@during(OrderDelivered)
def want_money_of_tickets(event: OrderDelivered) -> None:
    if not event.by_parcel:
        want_promised_money(order_id=event.order_id)


@during(OrderConfirmed)
def want_money_of_order_that_waits_for_stock(event: OrderConfirmed) -> None:
    """It may wait for longer than a bank keeps an amount."""
    if event.waits_for_stock:
        want_promised_money(order_id=event.order_id)


@after(PaymentCaptureRequested)
def take_promised_money(event: PaymentCaptureRequested) -> None:
    if attempt_id := ask_for_held(payment_id=event.payment_id):
        jobs.wake(PaymentAttempt, attempt_id)


@after(RefundGranted)
def give_granted_money_back(event: RefundGranted) -> None:
    grant_refund(
        order_id=event.order_id,
        credit_id=event.credit_id,
        owed=event.amount,
        reason=event.reason,
    )


# At once, so that whoever has the order always finds its payment.
@during(OrderClaimed)
def follow_claimed_order(event: OrderClaimed) -> None:
    hand_over_payment(order_id=event.order_id, customer_id=event.customer_id)


@after(OrderClaimed)
def bring_money_of_claimed_order(event: OrderClaimed) -> None:
    bring_refunds_along(
        order_id=event.order_id,
        customer_id=event.customer_id,
        former_customer_id=event.former_customer_id,
    )


@during(UserErased)
def keep_customer_who_is_owed_money(event: UserErased) -> None:
    require_empty_wallets(customer_ids=[event.customer_id, *event.former_customer_ids])


@after(UserErased)
def take_cards_out(event: UserErased) -> None:
    remove_cards(customer_ids=[event.customer_id, *event.former_customer_ids])


@after(SavedCardRemoved)
def have_card_forgotten(event: SavedCardRemoved) -> None:
    jobs.wake(SavedCard, event.card_id)
