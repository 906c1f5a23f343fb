"""The ways in which suppliers are asked for goods."""

from apps.suppliers.gateways.adapters import (
    Account,
    SupplierAdapter,
    UnknownOrder,
    adapter_called,
)
from apps.suppliers.gateways.mail import EmailAdapter
from apps.suppliers.gateways.rest import RestAdapter, SandboxSupplier

__all__ = [
    "Account",
    "EmailAdapter",
    "RestAdapter",
    "SandboxSupplier",
    "SupplierAdapter",
    "UnknownOrder",
    "adapter_called",
]
