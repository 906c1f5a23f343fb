"""Shipments, and what couriers call back."""

from apps.shipping.models.callbacks import CallbackState, CourierCallback
from apps.shipping.models.shipments import Shipment, ShipmentState

__all__ = ["CallbackState", "CourierCallback", "Shipment", "ShipmentState"]
