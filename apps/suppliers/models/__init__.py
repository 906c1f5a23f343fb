"""Suppliers and what they sell, purchase orders, what came of them, and what suppliers say."""

from apps.suppliers.models.lines import IS_OUTSTANDING, PurchaseOrderLine
from apps.suppliers.models.orders import PurchaseOrder
from apps.suppliers.models.receipts import Despatch, Receipt, ReceiptLine, SupplierCallback
from apps.suppliers.models.states import (
    ARRIVED,
    AT_SUPPLIER,
    OPEN,
    OVER,
    Origin,
    PurchaseOrderState,
)
from apps.suppliers.models.suppliers import CatalogueItem, Supplier, UnmetNeed

__all__ = [
    "ARRIVED",
    "AT_SUPPLIER",
    "IS_OUTSTANDING",
    "OPEN",
    "OVER",
    "CatalogueItem",
    "Despatch",
    "Origin",
    "PurchaseOrder",
    "PurchaseOrderLine",
    "PurchaseOrderState",
    "Receipt",
    "ReceiptLine",
    "Supplier",
    "SupplierCallback",
    "UnmetNeed",
]
