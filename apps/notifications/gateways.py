"""The ways on which messages leave the house.

A channel is one class with the method of `Channel`, named in `settings.NOTIFICATION_CHANNELS`.
"""

import smtplib
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Protocol, cast
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils.module_loading import import_string

from shop.kernel.errors import Unreachable

_DEFAULT_CHANNELS = {"email": "apps.notifications.gateways.EmailChannel"}
_PERMANENT = range(500, 600)


class Refused(Exception):
    """The channel will never take this letter. `code` says why and holds no personal data."""

    def __init__(self, code: str) -> None:
        super().__init__(f"The channel refused the letter: {code}.")
        self.code = code


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What goes out. `id` is the same however often the letter is sent."""

    id: UUID
    address: str
    subject: str
    body: str


class Channel(Protocol):
    """Takes letters to people."""

    def send(self, letter: Letter) -> None:
        """Hands the letter over.

        Raises Refused if it will never be taken, Unreachable if that is unknown or may change; the
        same letter is then sent again, and whoever receives it can tell by its id.
        """


def channel_called(name: str) -> Channel:
    """The channel registered under that name. Raises LookupError if there is none."""
    channels: dict[str, str] = getattr(settings, "NOTIFICATION_CHANNELS", _DEFAULT_CHANNELS)
    if name not in channels:
        raise LookupError(f"No channel is called {name}: add it to NOTIFICATION_CHANNELS.")
    return cast(Channel, import_string(channels[name])())


class EmailChannel:
    """Plain text mail, by whatever `settings.EMAIL_BACKEND` names."""

    def send(self, letter: Letter) -> None:
        try:
            _mail(letter).send()
        except (OSError, ValueError) as error:
            # Without its cause, which may hold the address and would be logged.
            raise _understood(error) from None


def _mail(letter: Letter) -> EmailMessage:
    headers = {"Message-ID": _message_id(letter), "Auto-Submitted": "auto-generated"}
    return EmailMessage(
        subject=letter.subject,
        body=letter.body,
        to=[letter.address],
        headers=headers,
        connection=get_connection(timeout=settings.OUTSIDE_TIMEOUT_SECONDS),
    )


def _message_id(letter: Letter) -> str:
    # Always the same, so that mail systems recognise a letter that is sent a second time because
    # the first time was not recorded.
    _, _, host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")
    return f"<{letter.id}@{host or 'localhost'}>"


def _understood(error: OSError | ValueError) -> Exception:
    match error:
        case smtplib.SMTPRecipientsRefused():
            return _answered(next(iter(error.recipients.values()))[0])
        case smtplib.SMTPSenderRefused() | smtplib.SMTPDataError():
            return _answered(error.smtp_code)
        case smtplib.SMTPNotSupportedError():
            return Refused("smtp_not_supported")
        case OSError():
            return Unreachable(f"The mail server does not talk to us: {type(error).__name__}.")
    return Refused("malformed_letter")


def _answered(code: int) -> Exception:
    if code in _PERMANENT:
        return Refused(f"smtp_{code}")
    return Unreachable(f"The mail server answered {code}.")
