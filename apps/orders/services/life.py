"""From placed to confirmed, or to an early end."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import F

from apps.orders import sql
from apps.orders.models import Order, OrderState
from apps.orders.rules import CALLED_OFF
from apps.orders.services.backorders import note_backordered
from apps.orders.services.cancellations import finish_cancellation, open_cancellation
from apps.orders.services.crediting import note_credit
from apps.orders.services.fulfilment import hand_out_tickets
from apps.orders.services.invoicing import issue_credit_note, issue_invoice
from apps.orders.services.locks import locked_order
from apps.orders.services.vouchers import give_voucher_back
from shop.events.inventory import BackorderedItem
from shop.events.orders import (
    OrderCancellationRequested,
    OrderCancelled,
    OrderConfirmed,
    OrderPendingPayment,
    OrderRejected,
    Shortage,
)
from shop.kernel import clock
from shop.kernel.bus import publish
from shop.kernel.money import money
from shop.kernel.outbox.unit_of_work import unit_of_work


@unit_of_work
def await_payment(
    *, order_id: UUID, pay_by: datetime, backordered: Sequence[BackorderedItem] = ()
) -> None:
    """Everything is held until `pay_by`, or will come: the order waits for its money."""
    note_backordered(order_id, backordered)
    number, customer_id, total, currency, token = sql.await_payment(order_id, pay_by)
    publish(
        OrderPendingPayment(
            order_id=order_id,
            number=number,
            customer_id=customer_id,
            total=money(total, currency),
            payment_token=token,
        )
    )


@unit_of_work
def reject_order(*, order_id: UUID, shortages: Iterable[Shortage]) -> None:
    """The order cannot be had; its lines remember how much could have been."""
    short = tuple(shortages)
    number, customer_id = sql.reject(
        order_id,
        at=clock.now(),
        shortages=short,
    )
    publish(
        OrderRejected(order_id=order_id, number=number, customer_id=customer_id, shortages=short)
    )


@unit_of_work
def confirm_order(*, order_id: UUID) -> None:
    """Paid, and its stock committed: it has its invoice. One that was cancelled meanwhile stays so.

    One of tickets alone is with its buyer at once.
    """
    order = locked_order(order_id)
    if order.is_cancelled:
        return
    order.confirm()
    order.save(update_fields=["state", "moved_at"])
    items = order.ordered_items()
    publish(
        OrderConfirmed(
            order_id=order.id,
            number=order.number,
            customer_id=order.customer_id,
            items=items,
            total=order.total_money,
            delivery_address=order.delivery_address,
            waits_for_stock=order.waits_for_stock(),
        )
    )
    if not any(item.needs_shipping for item in items):
        hand_out_tickets(order)
    issue_invoice(order)


@unit_of_work
def cancel_order(*, order_id: UUID, reason: str) -> Order:
    """Ends an order of which nothing was sent; stock and money are let go by their owners.

    All of a confirmed one is credited. Raises DomainError for an order that was sent, delivered,
    rejected or cancelled before.
    """
    order = locked_order(order_id)
    items = order.open_items()
    to_credit = _end(order) if order.state == OrderState.CONFIRMED else {}
    order.cancel(reason)
    order.save(update_fields=["state", "moved_at", "cancel_reason", "promise"])
    give_voucher_back(order)
    order.lines.update(cancelled=F("quantity"), awaited=0, promised_for=None)
    publish(
        OrderCancelled(
            order_id=order.id,
            number=order.number,
            customer_id=order.customer_id,
            items=items,
            total=order.total_money,
            reason=reason,
        )
    )
    if to_credit:
        issue_credit_note(note_credit(order, to_credit, reason=CALLED_OFF))
    return order


def _end(order: Order) -> dict[UUID, int]:
    """The units of its lines that are credited; what was asked to be left out is among them."""
    if asked := open_cancellation(order):
        finish_cancellation(asked)
    return {line.id: line.open_quantity for line in order.lines.all()}


@unit_of_work
def cancel_unpaid_order(*, order_id: UUID, reason: str) -> None:
    """Cancels the order if it still waits for its payment; otherwise there is nothing to end."""
    if locked_order(order_id).awaits_payment:
        cancel_order(order_id=order_id, reason=reason)


@unit_of_work
def stop_order(*, order_id: UUID) -> Order:
    """What a buyer who changed their mind gets, and one whose bank does.

    An unpaid order is cancelled at once, and so is one that waits for stock: it has no parcel. A
    confirmed one is cancelled if its parcel can still be stopped, which shipping finds out. Raises
    DomainError when it is too late.
    """
    order = locked_order(order_id)
    if order.state != OrderState.CONFIRMED or order.waits_for_stock():
        return cancel_order(order_id=order_id, reason=_reason_to_stop(order))
    order.request_cancellation(clock.now())
    order.save(update_fields=["cancellation_requested_at"])
    publish(
        OrderCancellationRequested(
            order_id=order.id, number=order.number, customer_id=order.customer_id
        )
    )
    return order


@unit_of_work
def give_up_unsent_order(*, order_id: UUID) -> None:
    """The parcel will not be sent: the order ends, unless it has ended already."""
    order = locked_order(order_id)
    if order.is_cancelled:
        return
    asked = order.cancellation_requested_at is not None
    cancel_order(order_id=order_id, reason=_reason_to_stop(order) if asked else "undeliverable")


def _reason_to_stop(order: Order) -> str:
    return "payment_lapsed" if order.is_overdue else "requested"
