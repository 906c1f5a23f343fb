from apps.orders.models.carts import Cart, CartLine, CartState
from apps.orders.models.offers import Offer, TaxRate
from apps.orders.models.orders import Order, OrderLine, OrderState

__all__ = [
    "Cart",
    "CartLine",
    "CartState",
    "Offer",
    "Order",
    "OrderLine",
    "OrderState",
    "TaxRate",
]
