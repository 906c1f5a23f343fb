"""Stock and seats over HTTP, and the line of those who wait for some."""

from apps.inventory.api.seats import SeatsView
from apps.inventory.api.stock import StockView
from apps.inventory.api.waiting_list import WaitingListView

__all__ = ["SeatsView", "StockView", "WaitingListView"]
