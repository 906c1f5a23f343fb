"""What can be done with contacts and messages."""

from collections.abc import Mapping
from uuid import UUID

from apps.notifications.models import (
    EMAIL,
    NO_ADDRESS,
    Contact,
    KnownOrder,
    Message,
    MessageKind,
)
from apps.notifications.queries import contact_of
from apps.notifications.rules import is_reachable, worded
from shop.events.notifications import (
    NotificationFailed,
    NotificationRequested,
    NotificationSent,
)
from shop.kernel.bus import publish
from shop.kernel.errors import NotYet
from shop.kernel.outbox.unit_of_work import unit_of_work

_SETTLED_FIELDS = ["state", "due_at", "sent_at", "error"]


@unit_of_work
def change_contact(*, customer_id: UUID, name: str, email: str, phone: str, locale: str) -> None:
    """Replaces what was known about the customer; forgets somebody who was erased."""
    if not is_reachable(email):
        Contact.objects.filter(pk=customer_id).delete()
        return
    Contact.objects.update_or_create(
        customer_id=customer_id,
        defaults={"name": name, "email": email, "phone": phone, "locale": locale},
    )


@unit_of_work
def note_contact(*, customer_id: UUID, name: str, email: str) -> None:
    """Remembers how to reach somebody of whom nothing was known."""
    if is_reachable(email):
        contact = Contact(customer_id=customer_id, name=name, email=email)
        Contact.objects.bulk_create([contact], ignore_conflicts=True)


@unit_of_work
def note_order(*, order_id: UUID, number: str, customer_id: UUID) -> None:
    """Remembers whose the order is."""
    order = KnownOrder(order_id=order_id, number=number, customer_id=customer_id)
    KnownOrder.objects.bulk_create([order], ignore_conflicts=True)


@unit_of_work
def tell(
    *, customer_id: UUID, subject_event: UUID, kind: MessageKind, facts: Mapping[str, object]
) -> None:
    """Leaves a message about the event to be sent, unless the customer was told of it before."""
    if _was_told(customer_id, subject_event):
        return
    message = _written(customer_id, subject_event, kind, facts)
    message.save(force_insert=True)
    publish(_requested(message) if message.is_waiting() else _failed(message))


@unit_of_work
def tell_of_money(
    *, order_id: UUID, subject_event: UUID, kind: MessageKind, facts: Mapping[str, object]
) -> None:
    """Tells the buyer of the order. Raises NotYet while the order is not known."""
    order = KnownOrder.objects.filter(pk=order_id).first()
    if order is None:
        raise NotYet(f"Nobody has told yet whose order {order_id} is.")
    tell(
        customer_id=order.customer_id,
        subject_event=subject_event,
        kind=kind,
        facts={"number": order.number, **facts},
    )


@unit_of_work
def record_sent(*, message_id: UUID, claims: int) -> None:
    """The channel took the message. Raises ClaimLost if claim `claims` is not the latest."""
    message = _claimed(message_id, claims)
    message.was_sent()
    message.save(update_fields=_SETTLED_FIELDS)
    publish(
        NotificationSent(
            message_id=message.id,
            customer_id=message.customer_id,
            channel=message.channel,
            subject_event=message.subject_event,
        )
    )


@unit_of_work
def record_lost(*, message_id: UUID, claims: int, reason: str) -> None:
    """The message will not be sent any more. Raises ClaimLost like `record_sent`."""
    message = _claimed(message_id, claims)
    message.was_lost(reason)
    message.save(update_fields=_SETTLED_FIELDS)
    publish(_failed(message))


def _written(
    customer_id: UUID, subject_event: UUID, kind: MessageKind, facts: Mapping[str, object]
) -> Message:
    contact = contact_of(customer_id)
    wording = worded(kind, name=contact.name if contact else "", facts=facts)
    message = Message(
        customer_id=customer_id,
        subject_event=subject_event,
        kind=kind,
        channel=EMAIL,
        subject=wording.subject,
        body=wording.body,
    )
    if contact is None:
        message.was_lost(NO_ADDRESS)
    return message


def _was_told(customer_id: UUID, subject_event: UUID) -> bool:
    told = Message.objects.filter(customer_id=customer_id, channel=EMAIL)
    return told.filter(subject_event=subject_event).exists()


def _claimed(message_id: UUID, claims: int) -> Message:
    message = Message.objects.select_for_update().get(pk=message_id)
    message.confirm_claim(claims)
    return message


def _requested(message: Message) -> NotificationRequested:
    return NotificationRequested(message_id=message.id, channel=message.channel)


def _failed(message: Message) -> NotificationFailed:
    return NotificationFailed(
        message_id=message.id,
        customer_id=message.customer_id,
        channel=message.channel,
        subject_event=message.subject_event,
        reason=message.error,
    )
