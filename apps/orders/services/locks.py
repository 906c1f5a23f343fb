"""The first beat of every service: the order's row, locked until the unit of work ends."""

from uuid import UUID

from apps.orders.models import Order


def locked_order(order_id: UUID) -> Order:
    """The order, for us alone. Raises Order.DoesNotExist."""
    return Order.objects.select_for_update().get(pk=order_id)
