"""What shipping does, one verb each."""

from apps.shipping.services.callbacks import keep_callback
from apps.shipping.services.progress import (
    hear_of_consignment,
    record_consignment,
    record_undeliverable,
)
from apps.shipping.services.shipments import request_shipment, stop_shipment

__all__ = [
    "hear_of_consignment",
    "keep_callback",
    "record_consignment",
    "record_undeliverable",
    "request_shipment",
    "stop_shipment",
]
