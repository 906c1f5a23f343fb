"""Why things are as they are, from recorded facts only."""

from shop.operations.explaining.chapters import Chapter, Explanation
from shop.operations.explaining.orders import explain_order
from shop.operations.explaining.stock import explain_stock

__all__ = ["Chapter", "Explanation", "explain_order", "explain_stock"]
