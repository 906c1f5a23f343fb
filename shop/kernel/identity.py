"""Public ids, and numbers made for people."""

import secrets
from datetime import UTC, datetime
from uuid import UUID

from uuid_utils.compat import uuid7

# No vowels, so that no word appears; no 0/O, 1/I/L, so that it can be read over the phone.
_NUMBER_ALPHABET = "23456789BCDFGHJKMNPQRSTVWXZ"


def new_id() -> UUID:
    """A UUIDv7 (RFC 9562): unique, and ordered by the time it was made."""
    return uuid7()


def made_at(made: UUID) -> datetime:
    """When an id of `new_id` was made, in UTC to the millisecond, however the clock travelled."""
    return datetime.fromtimestamp((made.int >> 80) / 1000, UTC)


def new_number(*, length: int = 10) -> str:
    """A random number for people, `7KQ2M-9XBDT`: not guessable, not countable.

    Ten characters of 27 are 47 bits; whoever stores it has a unique constraint besides.
    """
    letters = "".join(secrets.choice(_NUMBER_ALPHABET) for _ in range(length))
    half = length // 2
    return f"{letters[:half]}-{letters[half:]}"
