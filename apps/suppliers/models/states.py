from django.db import models


class PurchaseOrderState(models.TextChoices):
    """REJECTED: the supplier will not deliver. CLOSED: the rest of it will not come."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"
    PARTLY_RECEIVED = "partly_received", "Partly received"
    RECEIVED = "received"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    REJECTED = "rejected"


AT_SUPPLIER = (
    PurchaseOrderState.SENT,
    PurchaseOrderState.ACKNOWLEDGED,
    PurchaseOrderState.PARTLY_RECEIVED,
)
OPEN = (PurchaseOrderState.PROPOSED, PurchaseOrderState.APPROVED, *AT_SUPPLIER)
ARRIVED = (*AT_SUPPLIER, PurchaseOrderState.RECEIVED, PurchaseOrderState.CLOSED)
"""The supplier had the purchase order."""
OVER = (
    PurchaseOrderState.RECEIVED,
    PurchaseOrderState.CLOSED,
    PurchaseOrderState.CANCELLED,
    PurchaseOrderState.REJECTED,
)


class Origin(models.TextChoices):
    """Who wanted the units: the reorder point, a member of the staff, or a file."""

    REORDER = "reorder", "Ran low"
    STAFF = "staff"
    FILE = "file"
