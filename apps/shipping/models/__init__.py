"""Shipments, and what couriers call back."""

from apps.shipping.models.callbacks import CourierCallback
from apps.shipping.models.shipments import Shipment
from apps.shipping.models.states import UNDER_WAY, WAITS_FOR_COURIER, ShipmentState

__all__ = ["UNDER_WAY", "WAITS_FOR_COURIER", "CourierCallback", "Shipment", "ShipmentState"]
