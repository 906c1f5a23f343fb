"""Which event is news to whom, and what there is to say about it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from apps.notifications.rules.kinds import MessageKind
from apps.notifications.rules.wording import SECRET
from shop.events.accounts import (
    EmailVerificationRequested,
    ErasurePostponed,
    PasswordChanged,
    PasswordResetRequested,
    UserRegistered,
)
from shop.events.base import Event
from shop.events.inventory import (
    BackorderFilled,
    BackorderPromised,
    BackorderRaised,
    WaitingListOffered,
    WaitingListOfferEnded,
)
from shop.events.orders import (
    OrderCancelled,
    OrderConfirmed,
    OrderDelivered,
    OrderItemsCancellationRefused,
    OrderItemsCancelled,
    OrderLinkRequested,
    OrderPaymentRequested,
    OrderPlaced,
    OrderRejected,
    OrderReturned,
    OrderShipped,
    ReturnReceived,
    ReturnRefused,
    ReturnRequested,
)
from shop.events.payments import PaymentActionRequired, PaymentFailed, PaymentRefunded


@dataclass(frozen=True, kw_only=True)
class News:
    """What to tell; without a `customer_id`, to the buyer of the order.

    With an `address` it goes there by mail and nowhere else. `secret` is a token that only the
    letter may hold.
    """

    kind: MessageKind
    customer_id: UUID | None = None
    order_id: UUID | None = None
    order_number: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
    address: str = ""
    secret: str = field(default="", repr=False)


def news_in(event: Event) -> News | None:
    """None if nobody needs to be told. Raises KeyError for an event not in `TOLD_EVENTS`."""
    return _NEWS_IN[type(event)](event)


def _of_account(kind: MessageKind) -> Callable[[Any], News]:
    def news(event: UserRegistered | PasswordChanged) -> News:
        return News(kind=kind, customer_id=event.customer_id)

    return news


def _of_mailbox(kind: MessageKind) -> Callable[[Any], News]:
    def news(event: EmailVerificationRequested | PasswordResetRequested) -> News:
        return News(
            kind=kind,
            customer_id=event.customer_id,
            address=event.email,
            secret=event.token,
            facts={"token": SECRET},
        )

    return news


def _what_erasure_waits_for(event: ErasurePostponed) -> News:
    return News(
        kind=MessageKind.ERASURE_POSTPONED,
        customer_id=event.customer_id,
        facts={"reason": event.reason},
    )


def _link_for_guest(kind: MessageKind) -> Callable[[Any], News | None]:
    """Members find their orders in their account."""

    def news(event: OrderPlaced | OrderLinkRequested) -> News | None:
        if not event.lookup_token:
            return None
        return News(
            kind=kind,
            customer_id=event.customer_id,
            order_id=event.order_id,
            order_number=event.number,
            address=event.email,
            secret=event.lookup_token,
            facts={"token": SECRET},
        )

    return news


def _of_order(kind: MessageKind, *names: str) -> Callable[[Any], News]:
    """News of an order, with these fields of the event."""

    def news(event: Any) -> News:
        return News(
            kind=kind,
            customer_id=event.customer_id,
            order_id=event.order_id,
            order_number=event.number,
            facts={name: getattr(event, name) for name in names},
        )

    return news


def _what_was_bought(event: OrderConfirmed) -> News:
    news = _of_order(MessageKind.ORDER_CONFIRMED, "items", "total", "waits_for_stock")(event)
    has_parcel = any(item.needs_shipping for item in event.items)
    has_tickets = any(item.is_ticket for item in event.items)
    return replace(news, facts={**news.facts, "has_parcel": has_parcel, "has_tickets": has_tickets})


def _of_parcel(event: OrderDelivered) -> News | None:
    """Whoever bought tickets alone was told all with the confirmation."""
    return _of_order(MessageKind.ORDER_DELIVERED)(event) if event.by_parcel else None


def _of_known_order(kind: MessageKind, *names: str) -> Callable[[Any], News]:
    """News of an order's money or goods: the event knows neither its number nor its buyer."""

    def news(event: Any) -> News:
        facts = {name: getattr(event, name) for name in names}
        return News(kind=kind, order_id=event.order_id, facts=facts)

    return news


_BACKORDER = ("sku", "quantity", "promised_for")


def _offer_to_one_in_line(event: WaitingListOffered) -> News:
    facts = {"sku": event.sku, "title": event.title or event.sku, "until": event.expires_at}
    return News(kind=MessageKind.WAITING_LIST_OFFERED, customer_id=event.customer_id, facts=facts)


def _offer_that_is_over(event: WaitingListOfferEnded) -> News | None:
    """Who ordered it, or did not want it any more, knows."""
    if event.reason in {"bought", "left"}:
        return None
    facts = {"sku": event.sku, "title": event.title or event.sku}
    return News(kind=MessageKind.WAITING_LIST_LAPSED, customer_id=event.customer_id, facts=facts)


_NEWS_IN: dict[type[Event], Callable[[Any], News | None]] = {
    UserRegistered: _of_account(MessageKind.WELCOME),
    EmailVerificationRequested: _of_mailbox(MessageKind.EMAIL_VERIFICATION),
    PasswordResetRequested: _of_mailbox(MessageKind.PASSWORD_RESET),
    PasswordChanged: _of_account(MessageKind.PASSWORD_CHANGED),
    ErasurePostponed: _what_erasure_waits_for,
    OrderPlaced: _link_for_guest(MessageKind.ORDER_PLACED),
    OrderLinkRequested: _link_for_guest(MessageKind.ORDER_LINK),
    OrderConfirmed: _what_was_bought,
    OrderShipped: _of_order(MessageKind.ORDER_SHIPPED, "tracking_number"),
    OrderDelivered: _of_parcel,
    OrderCancelled: _of_order(MessageKind.ORDER_CANCELLED, "reason"),
    OrderItemsCancelled: _of_order(MessageKind.ITEMS_CANCELLED, "items"),
    OrderItemsCancellationRefused: _of_order(MessageKind.ITEMS_SENT_ANYWAY, "items"),
    OrderRejected: _of_order(MessageKind.ORDER_REJECTED, "shortages"),
    OrderReturned: _of_order(MessageKind.ORDER_RETURNED),
    ReturnRequested: _of_order(MessageKind.RETURN_REQUESTED, "items"),
    ReturnReceived: _of_order(MessageKind.RETURN_RECEIVED, "items"),
    ReturnRefused: _of_order(MessageKind.RETURN_REFUSED, "reason"),
    BackorderRaised: _of_known_order(MessageKind.BACKORDER_RAISED, *_BACKORDER),
    BackorderPromised: _of_known_order(MessageKind.BACKORDER_PROMISED, *_BACKORDER),
    BackorderFilled: _of_known_order(
        MessageKind.BACKORDER_FILLED, "sku", "quantity", "order_is_complete"
    ),
    PaymentActionRequired: _of_known_order(MessageKind.PAYMENT_ACTION_REQUIRED, "kind"),
    PaymentFailed: _of_known_order(MessageKind.PAYMENT_FAILED, "reason", "is_overdue"),
    OrderPaymentRequested: _of_order(MessageKind.PAYMENT_DUE, "amount"),
    PaymentRefunded: _of_known_order(MessageKind.PAYMENT_REFUNDED, "amount"),
    WaitingListOffered: _offer_to_one_in_line,
    WaitingListOfferEnded: _offer_that_is_over,
}
TOLD_EVENTS = tuple(_NEWS_IN)
