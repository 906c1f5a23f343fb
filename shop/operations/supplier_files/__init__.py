"""Suppliers' files: what they sell, and what was ordered from them."""

from shop.operations.supplier_files.catalogues import write_catalogue
from shop.operations.supplier_files.feeds import FeedTally, take_feed
from shop.operations.supplier_files.purchase_orders import (
    OrdersTally,
    take_purchase_orders,
    write_purchase_orders,
)

__all__ = [
    "FeedTally",
    "OrdersTally",
    "take_feed",
    "take_purchase_orders",
    "write_catalogue",
    "write_purchase_orders",
]
