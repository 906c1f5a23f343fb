"""What became of a message."""

from uuid import UUID

from apps.notifications.models import Message
from shop.events.notifications import NotificationFailed, NotificationRequested, NotificationSent
from shop.kernel.bus import publish
from shop.kernel.outbox.unit_of_work import unit_of_work

_SETTLED_FIELDS = ["state", "due_at", "sent_at", "error", "secret", "address"]
_AGAIN_FIELDS = ["state", "due_at", "sent_at", "error", "copies", "waits_since", "story"]


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
    publish(failed(message))


@unit_of_work
def send_again(*, message_id: UUID) -> None:
    """Sends the message once more; nothing happens if it waits already.

    Raises DomainError if its text is not kept, or if it was sent just now.
    """
    message = Message.objects.select_for_update().get(pk=message_id)
    if not message.is_waiting():
        message.send_again()
        message.name_cause(publish(requested(message)))
        message.save(update_fields=_AGAIN_FIELDS)


def requested(message: Message) -> NotificationRequested:
    return NotificationRequested(message_id=message.id, channel=message.channel)


def failed(message: Message) -> NotificationFailed:
    return NotificationFailed(
        message_id=message.id,
        customer_id=message.customer_id,
        channel=message.channel,
        subject_event=message.subject_event,
        reason=message.error,
    )


def _claimed(message_id: UUID, claims: int) -> Message:
    message = Message.objects.select_for_update().get(pk=message_id)
    message.confirm_claim(claims)
    return message
