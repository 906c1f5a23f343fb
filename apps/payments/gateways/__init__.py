"""Payment gateways: one small interface, the adapters behind it, and who is asked first."""

from apps.payments.gateways.interface import PaymentGateway, UnknownCharge
from apps.payments.gateways.registry import gateway_named, gateways_after, gateways_for
from apps.payments.gateways.sandbox import SandboxGateway

__all__ = [
    "PaymentGateway",
    "SandboxGateway",
    "UnknownCharge",
    "gateway_named",
    "gateways_after",
    "gateways_for",
]
