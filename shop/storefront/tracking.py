"""The visitor's orders, read from the contexts that own their parts."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from uuid import UUID

from django.http import Http404

from apps.orders.queries import ShownOrder, orders_of, shown_orders
from apps.payments.queries import ShownPayment, shown_payment
from apps.shipping.queries import shipments_by_order
from shop.kernel import clock
from shop.kernel.context import go_on_as
from shop.kernel.errors import NotFound
from shop.storefront import noticeboard
from shop.storefront.progress import Progress, progress_of
from shop.storefront.situations import Known

ORDERS_PER_PAGE = 20


def orders_seen_by(customers: Iterable[UUID], *, page: int = 0) -> list[ShownOrder]:
    """The orders of these customers, newest first, from page 0 on; one more if there are more."""
    wanted = [orders_of(customer_id) for customer_id in customers]
    if not wanted:
        return []
    first = page * ORDERS_PER_PAGE
    return shown_orders(reduce(or_, wanted)[first : first + ORDERS_PER_PAGE + 1])


def order_or_404(customers: Iterable[UUID], number: str) -> ShownOrder:
    """The order of that number, if it belongs to one of the customers; the visitor acts as him."""
    for customer_id in customers:
        for order in shown_orders(orders_of(customer_id).filter(number=number)):
            go_on_as(f"customer:{customer_id}")
            return order
    raise Http404


def followed(order: ShownOrder) -> Progress:
    """How the order stands now; from here on its changes are announced to watching pages."""
    noticeboard.follow(order_id=order.id, customer_id=order.customer_id)
    return announced(customer_id=order.customer_id, order_id=order.id)


def announced(*, customer_id: UUID, order_id: UUID) -> Progress:
    """How the order stands now, also pinned to the notice board. Raises NotFound."""
    read_at = noticeboard.database_microseconds()
    progress = progress_of(_known(customer_id, order_id))
    noticeboard.pin(followed_id=order_id, shown=progress, read_at=read_at)
    return progress


def announce_if_followed(order_id: UUID) -> None:
    """Tells the pages that watch the order how it stands now, if there are any."""
    customer_id = noticeboard.follower_of(order_id)
    if customer_id is not None:
        announced(customer_id=customer_id, order_id=order_id)


def _known(customer_id: UUID, order_id: UUID) -> Known:
    orders = shown_orders(orders_of(customer_id).filter(pk=order_id))
    if not orders:
        raise NotFound("There is no such order of yours.")
    return Known(
        order=orders[0],
        payment=_payment(customer_id, order_id),
        shipment=shipments_by_order([order_id]).get(order_id),
        at=clock.now(),
    )


def _payment(customer_id: UUID, order_id: UUID) -> ShownPayment | None:
    try:
        return shown_payment(customer_id=customer_id, order_id=order_id)
    except NotFound:
        return None
