"""What notifications tells the others: what people were told."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from shop.events.base import Aggregate, Event

MESSAGE = Aggregate("message", key="message_id")


@dataclass(frozen=True, kw_only=True)
class NotificationRequested(Event):
    """A message waits to be sent."""

    aggregate: ClassVar = MESSAGE
    internal: ClassVar = True

    message_id: UUID
    channel: str


@dataclass(frozen=True, kw_only=True)
class NotificationSent(Event):
    """The channel took the message."""

    aggregate: ClassVar = MESSAGE

    message_id: UUID
    customer_id: UUID
    channel: str
    subject_event: UUID


@dataclass(frozen=True, kw_only=True)
class NotificationFailed(Event):
    """The message will not be sent any more; `reason` says what the channel answered."""

    aggregate: ClassVar = MESSAGE

    message_id: UUID
    customer_id: UUID
    channel: str
    subject_event: UUID
    reason: str
