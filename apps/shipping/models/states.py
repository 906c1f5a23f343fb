from django.db import models


class ShipmentState(models.TextChoices):
    """CANCELLING: the courier may have the booking already and is asked to call it off.

    RECALLING: the same, so that something can be left out. RECALLED: no courier has a booking, and
    it waits for what that is.
    """

    REQUESTED = "requested"
    BOOKED = "booked"
    RECALLING = "recalling"
    RECALLED = "recalled"
    CANCELLING = "cancelling"
    DISPATCHED = "dispatched"
    DELIVERED = "delivered"
    RETURNED = "returned"
    CANCELLED = "cancelled"
    UNDELIVERABLE = "undeliverable"


BEFORE_DISPATCH = (
    ShipmentState.REQUESTED,
    ShipmentState.BOOKED,
    ShipmentState.RECALLING,
    ShipmentState.RECALLED,
    ShipmentState.CANCELLING,
)
UNDER_WAY = (*BEFORE_DISPATCH, ShipmentState.DISPATCHED)
WAITS_FOR_COURIER = tuple(state for state in UNDER_WAY if state != ShipmentState.RECALLED)
RECALLABLE = (ShipmentState.REQUESTED, ShipmentState.BOOKED)
WITH_BOOKING = (ShipmentState.BOOKED, ShipmentState.DISPATCHED)
