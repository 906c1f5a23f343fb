"""The token in a guest's mail: it opens one order, and it is kept nowhere.

It is made with the buyer's own key: erasing the buyer, or giving the order to a member, makes it
worthless everywhere.
"""

import base64
import hashlib
import hmac
from uuid import UUID

from shop.kernel.customer_keys import ensured_key, known_key

_TOKEN_BYTES = 15
"""120 bits: nobody guesses them, and 24 characters can still be typed."""


def order_token(*, customer_id: UUID, order_id: UUID) -> str:
    """24 letters and digits that only this shop can make for this order of this customer."""
    return _token(ensured_key(customer_id), order_id)


def is_order_token(token: str, *, customer_id: UUID | None, order_id: UUID) -> bool:
    """Whether it is the token of that order, found out in constant time.

    For a customer who is unknown or was erased the answer is no, after the same work.
    """
    key = known_key(customer_id) if customer_id else None
    expected = _token(key or bytes(32), order_id)
    is_equal = hmac.compare_digest(expected.encode(), token.strip().upper().encode())
    return is_equal and key is not None


def _token(key: bytes, order_id: UUID) -> str:
    digest = hmac.digest(key, b"order:" + order_id.bytes, hashlib.sha256)
    return base64.b32encode(digest[:_TOKEN_BYTES]).decode()
