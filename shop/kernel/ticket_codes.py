"""The code on a ticket: who shows it has bought it. It is kept nowhere.

It names the ticket and is signed for the order, so the code of somebody who gave the ticket back is
worth nothing to those who know it. Letters and digits only: a QR code of them is small, and they
can be typed.
"""

import base64
import binascii
import hmac
from collections.abc import Iterator
from uuid import UUID

from django.conf import settings
from django.utils.crypto import salted_hmac

_NAME_LENGTH = 26
_SIGNATURE_BYTES = 10
"""80 bits: nobody guesses them at a door."""


def ticket_code(*, ticket_id: UUID, order_id: UUID) -> str:
    """42 letters and digits that only this shop can make for this ticket of this order."""
    name = base64.b32encode(ticket_id.bytes).decode().rstrip("=")
    return name + next(_signatures(ticket_id, order_id))


def ticket_of_code(code: str) -> UUID | None:
    """The ticket that the code names, whoever made it up; None if it names none."""
    try:
        return UUID(bytes=base64.b32decode(_plain(code)[:_NAME_LENGTH] + "======"))
    except (binascii.Error, ValueError):
        return None


def is_ticket_code(code: str, *, ticket_id: UUID, order_id: UUID) -> bool:
    """Whether the code was made for this ticket of this order."""
    signature = _plain(code)[_NAME_LENGTH:].encode()
    made = [hmac.compare_digest(it.encode(), signature) for it in _signatures(ticket_id, order_id)]
    return ticket_of_code(code) == ticket_id and any(made)


def _signatures(ticket_id: UUID, order_id: UUID) -> Iterator[str]:
    """That of the secret key, then those of keys that were in use before."""
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        made = salted_hmac("ticket", ticket_id.bytes + order_id.bytes, secret, algorithm="sha256")
        yield base64.b32encode(made.digest()[:_SIGNATURE_BYTES]).decode()


def _plain(code: str) -> str:
    return "".join(code.split()).replace("-", "").upper()
