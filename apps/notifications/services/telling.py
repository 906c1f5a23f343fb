"""News become messages, one per channel."""

from dataclasses import dataclass
from uuid import UUID

from apps.notifications.models import NO_ADDRESS, Contact, KnownOrder, Message
from apps.notifications.queries import contact_of, offered_phone_channels
from apps.notifications.rules import EMAIL, News, Wording, channels_for, is_reachable, worded
from apps.notifications.services.sending import failed, requested
from shop.kernel.bus import publish
from shop.kernel.errors import NotYet
from shop.kernel.outbox.unit_of_work import unit_of_work


@dataclass(frozen=True, kw_only=True)
class Addressee:
    """Whom news are for, and which order they are about: empty for none."""

    customer_id: UUID
    order_number: str
    contact: Contact | None


@unit_of_work
def tell(news: News, *, subject_event: UUID) -> None:
    """Leaves messages about the event to be sent, unless the customer was told of it before.

    Raises NotYet if it is news of an order that is not known yet.
    """
    addressee = _addressee(news)
    told = Message.objects.filter(customer_id=addressee.customer_id, subject_event=subject_event)
    if told.exists():
        return
    for message in _messages(news, addressee):
        message.subject_event = subject_event
        message.name_cause(publish(requested(message) if message.is_waiting() else failed(message)))
        message.save(force_insert=True)


def _addressee(news: News) -> Addressee:
    if news.customer_id:
        customer_id, number = news.customer_id, news.order_number
    else:
        customer_id, number = _buyer_and_number(news.order_id)
    return Addressee(customer_id=customer_id, order_number=number, contact=contact_of(customer_id))


def _buyer_and_number(order_id: UUID | None) -> tuple[UUID, str]:
    known = KnownOrder.objects.filter(order_id=order_id) if order_id else KnownOrder.objects.none()
    order = known.first()
    if order is None:
        raise NotYet(f"Nobody has told yet whose order {order_id} is.")
    return order.customer_id, order.number


def _messages(news: News, addressee: Addressee) -> list[Message]:
    contact = addressee.contact
    wording = worded(
        news.kind,
        name=contact.name if contact else "",
        locale=contact.locale if contact else "",
        facts={"number": addressee.order_number, **news.facts},
    )
    channels = _channels(news, contact)
    return [_message(news, addressee, channel, wording) for channel in channels]


def _channels(news: News, contact: Contact | None) -> tuple[str, ...]:
    if contact is None or news.address:
        return (EMAIL,)
    return channels_for(
        news.kind,
        phone=contact.phone,
        phone_channel=contact.phone_channel,
        offered=offered_phone_channels(),
    )


def _message(news: News, addressee: Addressee, channel: str, wording: Wording) -> Message:
    message = Message(
        customer_id=addressee.customer_id,
        kind=news.kind,
        channel=channel,
        order_number=addressee.order_number,
        language=wording.language,
        address=news.address,
        subject=wording.subject,
        body=wording.body if channel == EMAIL else wording.in_short(),
        secret=news.secret,
    )
    if not (addressee.contact or is_reachable(news.address)):
        message.was_lost(NO_ADDRESS)
    return message
