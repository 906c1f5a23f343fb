"""Secrets that are mailed: 256 random bits, of which only the SHA-256 is kept."""

import secrets
from datetime import timedelta
from hashlib import sha256

_BYTES = 32
LIFETIMES = {
    "password_reset": timedelta(hours=1),
    "email_verification": timedelta(days=3),
}


def new_secret() -> str:
    """A text of letters, digits, `-` and `_` that nobody guesses."""
    return secrets.token_urlsafe(_BYTES)


def kept_form(secret: str) -> bytes:
    """What is stored of a secret and looked for. A fast hash will do: there is nothing to guess."""
    return sha256(secret.encode()).digest()
