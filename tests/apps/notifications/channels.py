"""Channels as they behave on bad days."""

from apps.notifications.gateways import EmailChannel, Letter, Refused
from apps.notifications.models import Message
from shop.kernel import jobs
from shop.kernel.errors import Unreachable


class DyingChannel:
    """The process dies after the mail went out, before anybody could note it."""

    def send(self, letter: Letter) -> None:
        EmailChannel().send(letter)
        raise SystemExit


class OvertakenChannel:
    """So slow that another worker has claimed the message when it comes back."""

    def send(self, letter: Letter) -> None:
        Message.objects.filter(pk=letter.id).update(due_at="2000-01-01T00:00Z")
        assert jobs.claim(Message, letter.id) is not None


class SilentChannel:
    """Never gives a usable answer."""

    def send(self, letter: Letter) -> None:
        raise Unreachable("The channel is silent.")


class RefusingChannel:
    """Knows that this address takes no mail."""

    def send(self, letter: Letter) -> None:
        raise Refused("smtp_550")
