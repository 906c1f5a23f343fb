"""Orders as their buyers, the books and the checks see them."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Max, QuerySet

from apps.orders.models import Order, OrderLine, OrderState, TaxRate
from shop.events.base import Money, PostalAddress
from shop.kernel import clock
from shop.kernel.money import money
from shop.kernel.order_tokens import is_order_token

_NOBODY = UUID(int=0)


def orders_of(customer_id: UUID) -> QuerySet[Order]:
    """The customer's orders with their lines, newest first."""
    return (
        Order.objects.filter(customer_id=customer_id)
        .prefetch_related("lines")
        .order_by("-placed_at", "-id")
    )


@dataclass(frozen=True, kw_only=True)
class ShownLine:
    """One line of an order; `available` is how much could have been had of a rejected one.

    `awaited` units are still to come, on the day that is promised or as soon as there are any.
    Of tickets, `seats` are those that were picked, `gone_seats` those that could not be had.
    `returnable` units are with the buyer, who may send them back; `returning` ones are to come
    back, `returned` ones have. `cancelled` ones were given up;
    `open_units` are neither that nor sent; of these, the courier is asked to give `cancelling` ones
    back.
    """

    sku: str
    title: str
    quantity: int
    unit_price: Money
    gross: Money
    available: int | None
    awaited: int = 0
    promised_for: date | None = None
    ticketed: bool = False
    seats: tuple[str, ...] = ()
    gone_seats: tuple[str, ...] = ()
    id: UUID = _NOBODY
    returnable: int = 0
    returning: int = 0
    returned: int = 0
    cancelled: int = 0
    open_units: int = 0
    cancelling: int = 0

    @property
    def wanted(self) -> int:
        """Units that were not given up."""
        return self.quantity - self.cancelled

    @property
    def here(self) -> int:
        """Units that are kept for the buyer."""
        return self.wanted - self.awaited


@dataclass(frozen=True, kw_only=True)
class ShownOrder:
    """An order as its buyer sees it; `pay_by` is None until it is held.

    `discount` was taken off the lines. `tax` and `shipping` are parts of `total`; tax is in the
    prices, if it is `tax_included`.
    """

    id: UUID
    number: str
    customer_id: UUID
    state: str
    total: Money
    tax: Money
    shipping: Money
    shipping_method: str
    lines: tuple[ShownLine, ...]
    email: str
    delivery_address: PostalAddress
    placed_at: datetime
    moved_at: datetime
    pay_by: datetime | None
    tracking_number: str
    cancel_reason: str
    cancellation_requested: bool
    tax_included: bool = True
    discount: Money | None = None

    @property
    def awaits_units(self) -> bool:
        """Whether some of it is still to come."""
        return any(line.awaited for line in self.lines)

    @property
    def needs_shipping(self) -> bool:
        """Whether some of it has to be brought to its buyer: it is not tickets alone."""
        return not self.lines or any(not line.ticketed for line in self.lines)

    @property
    def has_tickets(self) -> bool:
        return any(line.ticketed for line in self.lines)


def shown_orders(orders: QuerySet[Order]) -> list[ShownOrder]:
    """These orders as values, in their order. Lines that are prefetched are not read again."""
    return [_shown(order) for order in orders]


def order_by_number(number: str, token: str) -> ShownOrder | None:
    """The order, for whoever has its number and the token that was mailed; None for all others.

    A wrong number and a wrong token are as much work as each other.
    """
    order = Order.objects.filter(number=number.strip().upper()).first()
    customer_id, order_id = (order.customer_id, order.id) if order else (_NOBODY, _NOBODY)
    if not is_order_token(token, customer_id=customer_id, order_id=order_id):
        return None
    return _shown(order) if order else None


def delivery_countries() -> list[str]:
    """Where the shop sends parcels: the countries whose taxes it knows, as ISO 3166-1 alpha-2."""
    return list(TaxRate.objects.values_list("country", flat=True).distinct().order_by("country"))


@dataclass(frozen=True)
class OrderMoney:
    """What one order says about its money, for comparison with what payments says."""

    order_id: UUID
    number: str
    state: str
    total: Decimal
    credited: Decimal
    captured: Decimal
    refunded: Decimal
    moved_at: datetime
    credited_at: datetime | None


def money_of_orders() -> list[OrderMoney]:
    """Every order's money, as orders recorded it."""
    rows = Order.objects.order_by("id").values_list(
        *("id", "number", "state", "total", "credited", "captured", "refunded", "moved_at"),
        Max("credits__made_at"),
    )
    return [OrderMoney(*row) for row in rows.iterator()]


@dataclass(frozen=True)
class LateOrder:
    """An order that waits for its payment longer than its stock is held."""

    id: UUID
    number: str
    pay_by: datetime


def orders_past_their_time() -> list[LateOrder]:
    """Orders that should have been paid or cancelled by now."""
    late = Order.objects.filter(
        state__in=[OrderState.PLACED, OrderState.PENDING_PAYMENT], pay_by__lt=clock.now()
    )
    return [
        LateOrder(order.id, order.number, order.pay_by)
        for order in late.order_by("pay_by").only("number", "pay_by")
        if order.pay_by
    ]


def _shown(order: Order) -> ShownOrder:
    lines = sorted(order.lines.all(), key=lambda line: line.position)
    return ShownOrder(
        id=order.id,
        number=order.number,
        customer_id=order.customer_id,
        state=order.state,
        total=money(order.total, order.currency),
        tax=money(order.tax_total, order.currency),
        shipping=money(order.shipping_total, order.currency),
        shipping_method=order.shipping_method,
        lines=tuple(_shown_line(line, order.currency) for line in lines),
        email=order.email,
        delivery_address=order.delivery_address,
        placed_at=order.placed_at,
        moved_at=order.moved_at,
        pay_by=order.pay_by,
        tracking_number=order.tracking_number,
        cancel_reason=order.cancel_reason,
        cancellation_requested=order.cancellation_requested_at is not None,
        tax_included=order.tax_included,
        discount=_taken_off(order),
    )


def _taken_off(order: Order) -> Money | None:
    return money(order.discount_total, order.currency) if order.discount_total else None


def _shown_line(line: OrderLine, currency: str) -> ShownLine:
    return ShownLine(
        sku=line.sku,
        title=line.title,
        quantity=line.quantity,
        unit_price=money(line.unit_price, currency),
        gross=money(line.gross, currency),
        available=line.available,
        awaited=line.awaited,
        promised_for=line.promised_for,
        ticketed=line.ticketed,
        seats=tuple(line.seats),
        gone_seats=tuple(line.gone_seats),
        id=line.id,
        returnable=0 if line.ticketed else line.shipped - line.returning,
        returning=line.returning,
        returned=line.returned,
        cancelled=line.cancelled,
        open_units=line.open_quantity,
        cancelling=line.cancelling,
    )
