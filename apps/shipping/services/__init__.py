"""What shipping does, one verb each."""

from apps.shipping.services.callbacks import keep_callback
from apps.shipping.services.people import (
    forget_recipients,
    hand_shipment_over,
    require_no_parcel_under_way,
)
from apps.shipping.services.progress import (
    hear_of_consignment,
    record_consignment,
    record_recall_refused,
    record_undeliverable,
)
from apps.shipping.services.reducing import recall_shipment, reduce_shipment
from apps.shipping.services.shipments import request_shipment, stop_shipment

__all__ = [
    "forget_recipients",
    "hand_shipment_over",
    "hear_of_consignment",
    "keep_callback",
    "recall_shipment",
    "record_consignment",
    "record_recall_refused",
    "record_undeliverable",
    "reduce_shipment",
    "request_shipment",
    "require_no_parcel_under_way",
    "stop_shipment",
]
