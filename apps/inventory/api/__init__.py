"""Stock over HTTP, and the line of those who wait for some."""

from apps.inventory.api.stock import StockView
from apps.inventory.api.waiting_list import WaitingListView

__all__ = ["StockView", "WaitingListView"]
