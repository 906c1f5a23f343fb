"""Reads of orders, each starting from whom it is for."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from apps.orders.models import Order, OrderLine, OrderState
from shop.kernel import clock


def orders_of(customer_id: UUID) -> QuerySet[Order]:
    """The customer's orders with their lines, newest first."""
    return (
        Order.objects.filter(customer_id=customer_id)
        .prefetch_related("lines")
        .order_by("-placed_at", "-id")
    )


def order_by_number(number: str) -> Order:
    """The order with its lines. Raises Order.DoesNotExist."""
    return Order.objects.prefetch_related("lines").get(number=number)


@dataclass(frozen=True)
class OrderMoney:
    """What one order says about its money, for comparison with what payments says."""

    order_id: UUID
    number: str
    state: str
    total: Decimal
    captured: Decimal
    refunded: Decimal
    moved_at: datetime


def money_of_orders() -> list[OrderMoney]:
    """Every order's money, as orders recorded it."""
    rows = Order.objects.order_by("id").values_list(
        "id", "number", "state", "total", "captured", "refunded", "moved_at"
    )
    return [OrderMoney(*row) for row in rows.iterator()]


def lines_that_do_not_add_up() -> list[str]:
    """Numbers of orders whose units are not where the order's state says they are."""
    wrong = Q(order__state__in=[OrderState.SHIPPED, OrderState.DELIVERED]) & ~Q(
        quantity=F("shipped") + F("returned")
    )
    wrong |= Q(order__state=OrderState.CANCELLED) & ~Q(quantity=F("cancelled"))
    return list(OrderLine.objects.filter(wrong).values_list("order__number", flat=True).distinct())


def count_by_state() -> dict[str, int]:
    """How many orders are in which state."""
    return dict(Order.objects.values_list("state").annotate(Count("id")))


@dataclass(frozen=True)
class LateOrder:
    """An order that waits for its payment longer than its stock is held."""

    number: str
    pay_by: datetime


def orders_past_their_time() -> list[LateOrder]:
    """Orders that should have been paid or cancelled by now."""
    late = Order.objects.filter(
        state__in=[OrderState.PLACED, OrderState.PENDING_PAYMENT], pay_by__lt=clock.now()
    )
    return [LateOrder(*row) for row in late.order_by("pay_by").values_list("number", "pay_by")]
