"""Payment gateways: one small interface, the adapters behind it, and who is asked first."""

from apps.payments.gateways.interface import PaymentGateway, SettlingGateway, UnknownCharge
from apps.payments.gateways.registry import (
    gateway_named,
    gateways_after,
    gateways_for,
    settling_gateways,
)
from apps.payments.gateways.sandbox import SandboxGateway

__all__ = [
    "PaymentGateway",
    "SandboxGateway",
    "SettlingGateway",
    "UnknownCharge",
    "gateway_named",
    "gateways_after",
    "gateways_for",
    "settling_gateways",
]
