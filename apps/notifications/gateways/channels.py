"""What a channel is.

One class with the method of `Channel`, named in `settings.NOTIFICATION_CHANNELS`, and judged by
tests/apps/notifications/channel_conformance.py.
"""

from dataclasses import dataclass
from typing import Protocol, cast
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string


class Refused(Exception):
    """The channel will never take this letter. `code` says why and holds no personal data."""

    def __init__(self, code: str) -> None:
        super().__init__(f"The channel refused the letter: {code}.")
        self.code = code


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What goes out. `id` is the same however often the letter is sent.

    `address` is what the channel delivers to: a mail address, a phone number. `html` says the same
    as `body`, for channels that can show it.
    """

    id: UUID
    address: str
    subject: str
    body: str
    html: str = ""


class Channel(Protocol):
    """Takes letters to people."""

    def send(self, letter: Letter) -> None:
        """Hands the letter over.

        Raises Refused if it will never be taken, Unreachable if that is unknown or may change; the
        same letter is then sent again, and whoever receives it can tell by its id. Neither error
        holds personal data.
        """


def channel_called(name: str) -> Channel:
    """The channel registered under that name. Raises LookupError if there is none."""
    channels: dict[str, str] = settings.NOTIFICATION_CHANNELS
    if name not in channels:
        raise LookupError(f"No channel is called {name}: add it to NOTIFICATION_CHANNELS.")
    return cast(Channel, import_string(channels[name])())
