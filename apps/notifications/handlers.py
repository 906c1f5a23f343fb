from apps.notifications.models import Message
from apps.notifications.rules import TOLD_EVENTS, news_in
from apps.notifications.services import (
    change_contact,
    forget_customer,
    hand_order_over,
    note_contact,
    note_order,
    tell,
)
from shop.events.accounts import CustomerContactChanged, UserErased, UserRegistered
from shop.events.base import Event
from shop.events.notifications import NotificationRequested
from shop.events.orders import OrderClaimed, OrderPlaced
from shop.kernel import jobs
from shop.kernel.bus import after, heard_event_id


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


@after(OrderPlaced)
def remember_contact_of_guest(event: OrderPlaced) -> None:
    note_contact(customer_id=event.customer_id, name=event.delivery_address.name, email=event.email)


@after(OrderPlaced)
def remember_order(event: OrderPlaced) -> None:
    note_order(order_id=event.order_id, number=event.number, customer_id=event.customer_id)


@after(OrderClaimed)
def follow_claimed_order(event: OrderClaimed) -> None:
    hand_order_over(order_id=event.order_id, customer_id=event.customer_id)


@after(UserErased)
def forget_erased_customer(event: UserErased) -> None:
    forget_customer(customer_ids=[event.customer_id, *event.former_customer_ids])


def tell_customer(event: Event) -> None:
    if news := news_in(event):
        tell(news, subject_event=heard_event_id())


# Last, so that contacts and orders which the same event tells of are known.
for _told in TOLD_EVENTS:
    after(_told)(tell_customer)


@after(NotificationRequested)
def wake_message(event: NotificationRequested) -> None:
    jobs.wake(Message, event.message_id)
