"""Orders by their numbers, for staff and commands."""

from collections.abc import Collection
from uuid import UUID

from apps.orders.models import Order


def order_numbered(number: str) -> UUID | None:
    """The id of the order with that number, however it was typed; None if there is none."""
    orders = Order.objects.filter(number=number.strip().upper())
    return orders.values_list("id", flat=True).first()


def numbers_of(order_ids: Collection[UUID]) -> dict[UUID, str]:
    """The numbers of these orders, by their ids; unknown ones are left out."""
    orders = Order.objects.filter(pk__in=order_ids)
    return dict(orders.values_list("id", "number"))
