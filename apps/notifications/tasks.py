"""Sends what waits to be sent."""

from uuid import UUID

from celery import shared_task

from apps.notifications.gateways import Letter, Refused, channel_called
from apps.notifications.models import NO_ADDRESS, Message
from apps.notifications.queries import contact_of
from apps.notifications.rules import EMAIL, Wording, html_page
from apps.notifications.services import record_lost, record_sent
from shop.kernel import jobs
from shop.kernel.errors import Unreachable


@shared_task(name=Message.task, ignore_result=True)
def send_message(message_id: str) -> None:
    """Sends the message, unless it is not due or somebody else is at it."""
    jobs.perform(Message, UUID(message_id), _send)


def _send(message: Message) -> None:
    address = _address(message)
    if not address:
        _give_up(message, NO_ADDRESS)
        return
    try:
        channel_called(message.channel).send(_letter(message, address))
    except Refused as refusal:
        _give_up(message, refusal.code)
    except Unreachable:
        if not message.was_asked_too_long():
            raise
        _give_up(message, "unreachable")
    else:
        record_sent(message_id=message.id, claims=message.claims)


def _address(message: Message) -> str:
    """Where it goes: the newest that is known. Empty for nowhere."""
    if message.address:
        return message.address
    contact = contact_of(message.customer_id)
    if contact is None:
        return ""
    return contact.email if message.channel == EMAIL else contact.phone


def _give_up(message: Message, reason: str) -> None:
    record_lost(message_id=message.id, claims=message.claims, reason=reason)


def _letter(message: Message, address: str) -> Letter:
    wording = Wording(subject=message.subject, body=message.letter_body, language=message.language)
    return Letter(
        id=message.letter_id,
        address=address,
        subject=wording.subject,
        body=wording.body,
        html=html_page(wording) if message.channel == EMAIL else "",
    )
