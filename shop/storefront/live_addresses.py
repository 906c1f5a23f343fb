"""What pages, handlers and the process `live` have agreed on.

What is followed has an id: that of an order, or one that is made of the SKU whose seats are shown.
"""

import hashlib
import hmac
from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings

CHANNELS = "tradewind:live:orders:*"


def notice_of(order_id: UUID | str) -> str:
    """The key of the hash that holds the order's state, as JSON in its field `state`."""
    return f"tradewind:live:notice:{order_id}"


def channel_of(order_id: UUID | str) -> str:
    """Where every new state of the order is published, as JSON."""
    return f"{CHANNELS[:-1]}{order_id}"


def order_of(channel: str) -> str:
    """The id of the order whose channel it is."""
    return channel.removeprefix(CHANNELS[:-1])


def live_address(order_id: UUID) -> str:
    """Where whoever has this address may follow the order."""
    return f"{settings.LIVE_URL}/live/orders/{order_id}?key={signature_of(str(order_id))}"


def seats_address(sku: str) -> str:
    """Where everybody may follow the seats of the SKU."""
    return live_address(seats_id(sku)).replace("/live/orders/", "/live/seats/")


def seats_id(sku: str) -> UUID:
    """The id under which the seats of the SKU are followed."""
    return uuid5(NAMESPACE_URL, f"urn:tradewind:seats:{sku}")


def is_signed(order_id: str, signature: str) -> bool:
    """Whether somebody who knows the secret has given out this address."""
    return hmac.compare_digest(signature_of(order_id).encode(), signature.encode())


def signature_of(order_id: str) -> str:
    secret = settings.LIVE_SECRET.encode()
    return hmac.new(secret, f"live order {order_id}".encode(), hashlib.sha256).hexdigest()
