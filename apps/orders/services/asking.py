"""A buyer wants less of what a courier is to fetch already: the parcel is asked back for it."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TypeVar
from uuid import UUID

from apps.orders.models import Cancellation, CancellationLine, Order, OrderLine
from apps.orders.rules import GiveUpReason, KeptReason
from apps.orders.services.cancellations import (
    finish_cancellation,
    open_cancellation,
    refuse_cancellation,
)
from apps.orders.services.cancelling import (
    cancel_items,
    confirm_can_be_less,
    confirm_parcel,
    is_all_of_it,
    leave_out,
    order_to_make_smaller,
)
from apps.orders.services.life import stop_order
from apps.orders.services.locks import locked_order
from shop.events.orders import OrderItemsCancellationRequested
from shop.kernel.bus import publish
from shop.kernel.errors import NotAtOnce
from shop.kernel.outbox.unit_of_work import unit_of_work

R = TypeVar("R")


def cancel_items_or_ask(
    once: Callable[[Callable[[], Order]], R],
    *,
    order_id: UUID,
    units: Mapping[UUID, int],
    reason: GiveUpReason,
) -> R:
    """What cannot be done at once is asked for. Every try is one transaction, which `once` makes.

    Raises what `cancel_items` and `ask_to_cancel_items` raise, except NotAtOnce.
    """
    try:
        return once(partial(cancel_items, order_id=order_id, units=units, reason=reason))
    except NotAtOnce:
        return once(partial(ask_to_cancel_items, order_id=order_id, units=units, reason=reason))


@unit_of_work
def ask_to_cancel_items(
    *, order_id: UUID, units: Mapping[UUID, int], reason: GiveUpReason
) -> Order:
    """So many units of these lines are cancelled if the courier gives the parcel back for it.

    Raises DomainError when it is too late, and for whatever `cancel_items` does.
    """
    order, lines = order_to_make_smaller(order_id, units)
    if is_all_of_it(lines, units):
        return stop_order(order_id=order_id)
    confirm_can_be_less(order, lines)
    named = [line for line in lines if line.id in units]
    for line in named:
        line.ask_out(units[line.id])
    confirm_parcel(lines)
    OrderLine.objects.bulk_update(named, ["cancelling"])
    asked = Cancellation.objects.create(order=order, reason=reason)
    parts = [
        CancellationLine(cancellation=asked, line=line, quantity=units[line.id]) for line in named
    ]
    CancellationLine.objects.bulk_create(parts)
    publish(
        OrderItemsCancellationRequested(
            order_id=order.id,
            number=order.number,
            customer_id=order.customer_id,
            cancellation_id=asked.id,
            items=tuple(part.as_item() for part in parts),
            reason=reason,
        )
    )
    return order


@unit_of_work
def leave_asked_items_out(*, order_id: UUID) -> None:
    """The parcel is back: what was to be left out of it is.

    Nothing happens if all of the order is to be stopped: that goes before.
    """
    order = locked_order(order_id)
    asked = open_cancellation(order)
    if asked is None or order.cancellation_requested_at is not None:
        return
    finish_cancellation(asked)
    lines = list(order.lines.order_by("position"))
    units = dict(asked.lines.values_list("line_id", "quantity"))
    leave_out(order, lines, units, GiveUpReason(asked.reason))


@unit_of_work
def keep_asked_items(*, order_id: UUID, refusal: KeptReason) -> None:
    """The parcel goes as it is. Nothing happens if nothing was to be left out of it."""
    refuse_cancellation(locked_order(order_id), refusal)
