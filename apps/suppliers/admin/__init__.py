"""Purchasing staff work here: suppliers, what they sell, purchase orders, what came."""

from apps.suppliers.admin.catalogue import CatalogueItemAdmin, UnmetNeedAdmin
from apps.suppliers.admin.orders import PurchaseOrderAdmin, ReceiptAdmin, SupplierCallbackAdmin
from apps.suppliers.admin.suppliers import SupplierAdmin

__all__ = [
    "CatalogueItemAdmin",
    "PurchaseOrderAdmin",
    "ReceiptAdmin",
    "SupplierAdmin",
    "SupplierCallbackAdmin",
    "UnmetNeedAdmin",
]
