"""Shipments, and what couriers call back."""

from apps.shipping.models.callbacks import CourierCallback
from apps.shipping.models.shipments import Shipment, ShipmentState

__all__ = ["CourierCallback", "Shipment", "ShipmentState"]
