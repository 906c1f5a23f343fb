"""What a guest of the API shows to come back to a cart: its id, and a secret beside it."""

import base64
import binascii
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from uuid import UUID

_ID_BYTES = 16
_SECRET_BYTES = 32


@dataclass(frozen=True)
class CartToken:
    """`text` is what the guest keeps; the shop keeps only the hash of its secret."""

    cart_id: UUID
    secret: bytes

    @property
    def text(self) -> str:
        return base64.urlsafe_b64encode(self.cart_id.bytes + self.secret).decode()

    @property
    def secret_hash(self) -> bytes:
        return hashlib.sha256(self.secret).digest()

    def fits(self, known_hash: bytes) -> bool:
        """Compared in constant time, so that nobody finds a hash by trying."""
        return hmac.compare_digest(self.secret_hash, known_hash)


def new_cart_token(cart_id: UUID) -> CartToken:
    return CartToken(cart_id, secrets.token_bytes(_SECRET_BYTES))


def read_cart_token(text: str) -> CartToken | None:
    """The token that the text spells, or None if it spells none."""
    try:
        raw = base64.b64decode(text, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    if len(raw) != _ID_BYTES + _SECRET_BYTES:
        return None
    return CartToken(UUID(bytes=raw[:_ID_BYTES]), raw[_ID_BYTES:])
