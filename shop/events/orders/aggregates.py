"""Whose history these events belong to."""

from shop.events.base import Aggregate

ORDER = Aggregate("order", key="order_id")
