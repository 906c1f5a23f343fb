from apps.notifications.models import Message, MessageKind
from apps.notifications.rules import spoken
from apps.notifications.services import (
    change_contact,
    note_contact,
    note_order,
    tell,
    tell_of_money,
)
from shop.events.accounts import CustomerContactChanged, UserRegistered
from shop.events.notifications import NotificationRequested
from shop.events.orders import (
    OrderCancelled,
    OrderConfirmed,
    OrderDelivered,
    OrderPlaced,
    OrderRejected,
    OrderReturned,
    OrderShipped,
)
from shop.events.payments import PaymentFailed, PaymentRefunded
from shop.kernel import jobs
from shop.kernel.bus import after, heard_event_id

OrderNews = (
    OrderConfirmed | OrderShipped | OrderDelivered | OrderCancelled | OrderRejected | OrderReturned
)


@after(CustomerContactChanged)
def remember_changed_contact(event: CustomerContactChanged) -> None:
    change_contact(
        customer_id=event.customer_id,
        name=event.name,
        email=event.email,
        phone=event.phone,
        locale=event.locale,
    )


@after(UserRegistered)
def remember_registered_contact(event: UserRegistered) -> None:
    note_contact(customer_id=event.customer_id, name=event.name, email=event.email)


@after(UserRegistered)
def welcome_user(event: UserRegistered) -> None:
    tell(
        customer_id=event.customer_id,
        subject_event=heard_event_id(),
        kind=MessageKind.WELCOME,
        facts={},
    )


@after(OrderPlaced)
def remember_contact_of_guest(event: OrderPlaced) -> None:
    note_contact(customer_id=event.customer_id, name=event.delivery_address.name, email=event.email)


@after(OrderPlaced)
def remember_order(event: OrderPlaced) -> None:
    note_order(order_id=event.order_id, number=event.number, customer_id=event.customer_id)


@after(OrderConfirmed)
def tell_order_was_confirmed(event: OrderConfirmed) -> None:
    _tell_buyer(event, MessageKind.ORDER_CONFIRMED, items=event.items, total=spoken(event.total))


@after(OrderShipped)
def tell_order_was_shipped(event: OrderShipped) -> None:
    _tell_buyer(event, MessageKind.ORDER_SHIPPED, tracking_number=event.tracking_number)


@after(OrderDelivered)
def tell_order_was_delivered(event: OrderDelivered) -> None:
    _tell_buyer(event, MessageKind.ORDER_DELIVERED)


@after(OrderCancelled)
def tell_order_was_cancelled(event: OrderCancelled) -> None:
    _tell_buyer(event, MessageKind.ORDER_CANCELLED, reason=event.reason)


@after(OrderRejected)
def tell_order_was_rejected(event: OrderRejected) -> None:
    _tell_buyer(event, MessageKind.ORDER_REJECTED, shortages=event.shortages)


@after(OrderReturned)
def tell_order_was_returned(event: OrderReturned) -> None:
    _tell_buyer(event, MessageKind.ORDER_RETURNED)


@after(PaymentFailed)
def tell_payment_failed(event: PaymentFailed) -> None:
    tell_of_money(
        order_id=event.order_id,
        subject_event=heard_event_id(),
        kind=MessageKind.PAYMENT_FAILED,
        facts={"reason": event.reason},
    )


@after(PaymentRefunded)
def tell_payment_was_refunded(event: PaymentRefunded) -> None:
    tell_of_money(
        order_id=event.order_id,
        subject_event=heard_event_id(),
        kind=MessageKind.PAYMENT_REFUNDED,
        facts={"amount": spoken(event.amount)},
    )


@after(NotificationRequested)
def wake_message(event: NotificationRequested) -> None:
    jobs.wake(Message, event.message_id)


def _tell_buyer(event: OrderNews, kind: MessageKind, **facts: object) -> None:
    tell(
        customer_id=event.customer_id,
        subject_event=heard_event_id(),
        kind=kind,
        facts={"number": event.number, **facts},
    )
