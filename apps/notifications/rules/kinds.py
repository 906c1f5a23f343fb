"""What people are told about, and on which channels."""

from collections.abc import Collection

from django.db.models import TextChoices

EMAIL = "email"


class MessageKind(TextChoices):
    WELCOME = "welcome"
    EMAIL_VERIFICATION = "email_verification"
    PASSWORD_RESET = "password_reset"  # noqa: S105 - names a message
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - names a message
    ERASURE_POSTPONED = "erasure_postponed"
    ORDER_PLACED = "order_placed"
    ORDER_LINK = "order_link"
    ORDER_CONFIRMED = "order_confirmed"
    ORDER_SHIPPED = "order_shipped"
    ORDER_DELIVERED = "order_delivered"
    ORDER_CANCELLED = "order_cancelled"
    ITEMS_CANCELLED = "items_cancelled"
    ITEMS_SENT_ANYWAY = "items_sent_anyway"
    ORDER_REJECTED = "order_rejected"
    ORDER_RETURNED = "order_returned"
    RETURN_REQUESTED = "return_requested"
    RETURN_RECEIVED = "return_received"
    RETURN_REFUSED = "return_refused"
    BACKORDER_RAISED = "backorder_raised"
    BACKORDER_PROMISED = "backorder_promised"
    BACKORDER_FILLED = "backorder_filled"
    PAYMENT_ACTION_REQUIRED = "payment_action_required"
    PAYMENT_FAILED = "payment_failed"
    PAYMENT_DUE = "payment_due"
    PAYMENT_REFUNDED = "payment_refunded"
    WAITING_LIST_OFFERED = "waiting_list_offered"
    WAITING_LIST_LAPSED = "waiting_list_lapsed"


_WORTH_A_RINGTONE = {
    MessageKind.ORDER_SHIPPED,
    MessageKind.ORDER_DELIVERED,
    MessageKind.PAYMENT_ACTION_REQUIRED,
    MessageKind.PAYMENT_FAILED,
    MessageKind.PAYMENT_DUE,
    MessageKind.WAITING_LIST_OFFERED,
}


def channels_for(
    kind: MessageKind, *, phone: str, phone_channel: str, offered: Collection[str]
) -> tuple[str, ...]:
    """Where news of that kind go: always by mail, and what cannot wait also to the phone.

    To the phone only if there is one, on the channel that its owner chose (empty: none), and if the
    shop offers that channel.
    """
    rings = kind in _WORTH_A_RINGTONE and phone and phone_channel in offered
    return (EMAIL, phone_channel) if rings and phone_channel != EMAIL else (EMAIL,)
