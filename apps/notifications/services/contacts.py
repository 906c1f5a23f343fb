"""How people can be reached, and whose order is which."""

from collections.abc import Collection
from uuid import UUID

from apps.notifications.models import Contact, KnownOrder, Message
from apps.notifications.queries import offered_phone_channels
from apps.notifications.rules import is_reachable
from apps.notifications.services.sending import failed
from shop.kernel.bus import publish
from shop.kernel.errors import InvalidInput, NotFound
from shop.kernel.outbox.unit_of_work import unit_of_work

_ERASED_FIELDS = ["claims", "due_at", "subject", "body", "address", "secret", "state", "error"]


@unit_of_work
def change_contact(*, customer_id: UUID, name: str, email: str, phone: str, locale: str) -> None:
    """Replaces what was known about the customer, but for the chosen channel.

    Nothing comes back of somebody who was erased.
    """
    if not is_reachable(email):
        forget_customer(customer_ids=[customer_id])
        return
    contact = Contact.objects.select_for_update().filter(pk=customer_id).first()
    contact = contact or Contact(customer_id=customer_id)
    if contact.erased_at is None:
        contact.name, contact.email = name, email
        contact.phone, contact.locale = phone, locale
        contact.save()


@unit_of_work
def note_contact(*, customer_id: UUID, name: str, email: str) -> None:
    """Remembers how to reach somebody of whom nothing was known."""
    if is_reachable(email):
        contact = Contact(customer_id=customer_id, name=name, email=email)
        Contact.objects.bulk_create([contact], ignore_conflicts=True)


@unit_of_work
def choose_phone_channel(*, customer_id: UUID, phone_channel: str) -> None:
    """Short news go there from now on; empty for nowhere.

    Raises InvalidInput if the shop does not offer that channel, NotFound if nobody told of the
    customer yet.
    """
    offered = offered_phone_channels()
    if phone_channel and phone_channel not in offered:
        raise InvalidInput(f"Choose one of {', '.join(offered) or 'none'}, or nothing.")
    known = Contact.objects.filter(pk=customer_id, erased_at__isnull=True)
    if not known.update(phone_channel=phone_channel):
        raise NotFound("Nobody told yet how to reach you. Try again in a moment.")


@unit_of_work
def note_order(*, order_id: UUID, number: str, customer_id: UUID) -> None:
    """Remembers whose the order is."""
    order = KnownOrder(order_id=order_id, number=number, customer_id=customer_id)
    KnownOrder.objects.bulk_create([order], ignore_conflicts=True)


@unit_of_work
def hand_order_over(*, order_id: UUID, customer_id: UUID) -> None:
    """The order is somebody else's from now on: news of it go there."""
    KnownOrder.objects.filter(pk=order_id).update(customer_id=customer_id)


@unit_of_work
def forget_customer(*, customer_ids: Collection[UUID]) -> None:
    """Forgets who these were and what they were told. What waits is not sent.

    Known orders stay: they are ids only.
    """
    for customer_id in sorted(customer_ids):
        contact = Contact.objects.select_for_update().filter(pk=customer_id).first()
        contact = contact or Contact(customer_id=customer_id)
        contact.erase()
        contact.save()
    _erase_messages(customer_ids)


def _erase_messages(customer_ids: Collection[UUID]) -> None:
    told = Message.objects.filter(customer_id__in=customer_ids).exclude(body="")
    for message in told.select_for_update().order_by("pk"):
        was_waiting = message.is_waiting()
        message.erase()
        message.save(update_fields=_ERASED_FIELDS)
        if was_waiting:
            publish(failed(message))
