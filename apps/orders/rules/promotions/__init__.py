"""Which promotions count for a basket, and what each of them takes off."""

from apps.orders.rules.promotions.conditions import Basket
from apps.orders.rules.promotions.stacking import discounts_of

__all__ = ["Basket", "discounts_of"]
