"""Mail, by whatever `settings.EMAIL_BACKEND` names."""

import smtplib
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

from apps.notifications.gateways.channels import Letter, Refused
from shop.kernel.errors import Unreachable
from shop.kernel.outside import calling

_FIRM = "The mail server"
_PERMANENT = range(500, 600)


class EmailChannel:
    """Plain text mail with an HTML alternative.

    The time limit is one for each step of the SMTP conversation.
    """

    def send(self, letter: Letter) -> None:
        with calling(_FIRM):
            try:
                _mail(letter).send()
            except (OSError, ValueError) as error:
                # Without its cause, which may hold the address and would be logged.
                raise _understood(error) from None


def _mail(letter: Letter) -> EmailMultiAlternatives:
    mail = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.body,
        to=[letter.address],
        headers={"Message-ID": _message_id(letter), "Auto-Submitted": "auto-generated"},
        connection=get_connection(timeout=settings.OUTSIDE_TIMEOUT_SECONDS),
    )
    if letter.html:
        mail.attach_alternative(letter.html, "text/html")
    return mail


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
            return Unreachable(f"{_FIRM} does not talk to us: {type(error).__name__}.")
    return Refused("malformed_letter")


def _answered(code: int) -> Exception:
    if code in _PERMANENT:
        return Refused(f"smtp_{code}")
    return Unreachable(f"{_FIRM} answered {code}.")
