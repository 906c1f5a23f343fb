"""The ways on which messages leave the house."""

from apps.notifications.gateways.channels import Channel, Letter, Refused, channel_called
from apps.notifications.gateways.mail import EmailChannel
from apps.notifications.gateways.phones import SandboxSms, SandboxWhatsApp

__all__ = [
    "Channel",
    "EmailChannel",
    "Letter",
    "Refused",
    "SandboxSms",
    "SandboxWhatsApp",
    "channel_called",
]
