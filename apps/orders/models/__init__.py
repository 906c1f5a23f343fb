from apps.orders.models.offers import Offer, TaxRate
from apps.orders.models.orders import Order, OrderLine, OrderState

__all__ = ["Offer", "Order", "OrderLine", "OrderState", "TaxRate"]
