"""Short messages to phones, through the sandbox's carriers."""

from typing import ClassVar

import msgspec
from django.conf import settings

from apps.notifications.gateways.channels import Letter, Refused
from shop.kernel import outside


class TakenMessage(msgspec.Struct):
    """What the carrier answers."""

    id: str


class SandboxSms:
    """SMS by `python -m shop.sandbox`."""

    path: ClassVar = "/phones/sms"
    firm: ClassVar = "The SMS carrier"

    def send(self, letter: Letter) -> None:
        _send(letter, firm=self.firm, path=self.path)


class SandboxWhatsApp:
    """WhatsApp by `python -m shop.sandbox`."""

    path: ClassVar = "/phones/whatsapp"
    firm: ClassVar = "WhatsApp"

    def send(self, letter: Letter) -> None:
        _send(letter, firm=self.firm, path=self.path)


def _send(letter: Letter, *, firm: str, path: str) -> None:
    carrier = outside.OutsideFirm(firm, settings.SANDBOX_URL, settings.SANDBOX_SECRET)
    body = {"id": str(letter.id), "to": letter.address, "text": letter.body}
    try:
        carrier.create(path, body, TakenMessage, key=str(letter.id))
    except outside.Refused as refusal:
        # Without its cause, which may hold the number and would be logged.
        raise Refused(f"carrier_{refusal.status}") from None
