"""How to reach people, and what they are told."""

from apps.notifications.models.contacts import SMS, Contact, KnownOrder
from apps.notifications.models.messages import ERASED, NO_ADDRESS, Message, MessageState

__all__ = ["ERASED", "NO_ADDRESS", "SMS", "Contact", "KnownOrder", "Message", "MessageState"]
