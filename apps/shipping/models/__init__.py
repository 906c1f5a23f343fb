"""Shipments, and what couriers call back."""

from apps.shipping.models.callbacks import CourierCallback
from apps.shipping.models.shipments import UNDER_WAY, Shipment, ShipmentState

__all__ = ["UNDER_WAY", "CourierCallback", "Shipment", "ShipmentState"]
