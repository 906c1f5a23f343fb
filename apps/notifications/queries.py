"""What notifications can be asked."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings

from apps.notifications.models import Contact, Message
from apps.notifications.rules import EMAIL


def contact_of(customer_id: UUID) -> Contact | None:
    """How to reach the customer; None if nobody told, or the customer was erased."""
    return Contact.objects.filter(pk=customer_id, erased_at__isnull=True).first()


def offered_phone_channels() -> tuple[str, ...]:
    """The channels besides mail that `settings.NOTIFICATION_CHANNELS` names, in its order."""
    return tuple(name for name in settings.NOTIFICATION_CHANNELS if name != EMAIL)


def phone_channel_of(customer_id: UUID) -> str:
    """Where the customer wants short news: one of the channels, or empty for nowhere."""
    chosen = Contact.objects.filter(pk=customer_id).values_list("phone_channel", flat=True)
    return chosen.first() or ""


@dataclass(frozen=True, kw_only=True)
class ShownMessage:
    """What somebody was told about an order; `error` is a code or empty. No text, no address."""

    id: UUID
    kind: str
    channel: str
    state: str
    error: str
    copies: int
    created_at: datetime
    sent_at: datetime | None


def messages_of_order(number: str) -> list[ShownMessage]:
    """What was told about the order of that number, the first message first."""
    fields = ("id", "kind", "channel", "state", "error", "copies", "created_at", "sent_at")
    told = Message.objects.filter(order_number=number).order_by("created_at", "id")
    return [ShownMessage(**row) for row in told.values(*fields)]
