"""What can be done with contacts and messages."""

from apps.notifications.services.contacts import (
    change_contact,
    choose_phone_channel,
    forget_customer,
    hand_order_over,
    note_contact,
    note_order,
)
from apps.notifications.services.sending import record_lost, record_sent, send_again
from apps.notifications.services.telling import tell

__all__ = [
    "change_contact",
    "choose_phone_channel",
    "forget_customer",
    "hand_order_over",
    "note_contact",
    "note_order",
    "record_lost",
    "record_sent",
    "send_again",
    "tell",
]
