"""A buyer of a confirmed order wants less of it; what is left is sent."""

from collections import Counter
from collections.abc import Mapping, Sequence
from uuid import UUID

from apps.orders.models import Order, OrderLine, OrderState
from apps.orders.rules import GIVEN_UP, GiveUpReason, confirm_some
from apps.orders.services.backorders import release
from apps.orders.services.crediting import credit
from apps.orders.services.life import stop_order
from apps.orders.services.locks import locked_order
from shop.events.orders import CancelledItem, OrderItemsCancelled
from shop.kernel.bus import publish
from shop.kernel.errors import DomainError, NotFound
from shop.kernel.outbox.unit_of_work import unit_of_work


@unit_of_work
def cancel_items(*, order_id: UUID, units: Mapping[UUID, int], reason: GiveUpReason) -> Order:
    """So many units of these lines are not wanted: they are credited, and never sent.

    Whoever names everything that is left gets what `stop_order` gives. Raises NotAtOnce once a
    courier knows the parcel; DomainError for an order that is not paid or has left, for tickets,
    and for more than is left; NotFound for lines of another order.
    """
    order, lines = order_to_make_smaller(order_id, units)
    if is_all_of_it(lines, units):
        return stop_order(order_id=order_id)
    confirm_can_be_less(order, lines)
    leave_out(order, lines, units, reason)
    return order


def order_to_make_smaller(
    order_id: UUID, units: Mapping[UUID, int]
) -> tuple[Order, list[OrderLine]]:
    """The order, which is locked, and its lines. Raises NotFound for lines of another order."""
    confirm_some(units.values(), what="cancelled")
    order = locked_order(order_id)
    lines = list(order.lines.order_by("position"))
    if units.keys() - {line.id for line in lines}:
        raise NotFound("The order has no such line.")
    return order, lines


def is_all_of_it(lines: Sequence[OrderLine], units: Mapping[UUID, int]) -> bool:
    """Whether nothing would be left."""
    return all(units.get(line.id, 0) == line.open_quantity for line in lines)


def confirm_can_be_less(order: Order, lines: Sequence[OrderLine]) -> None:
    """Raises DomainError unless it is paid, not sent, and nothing of it is just being stopped."""
    if order.state in {OrderState.PLACED, OrderState.PENDING_PAYMENT}:
        raise DomainError(
            "An order that is not paid is cancelled as a whole: cancel it, and order what you want."
        )
    if order.state != OrderState.CONFIRMED:
        raise DomainError(f"A {order.state} order has nothing that could still be left out.")
    if order.cancellation_requested_at is not None:
        raise DomainError("The whole order is being stopped: nothing else can be cancelled of it.")
    if any(line.cancelling for line in lines):
        raise DomainError(
            "The courier is being asked already to give the parcel back: wait until he has"
            " answered, or cancel the whole order."
        )


def leave_out(
    order: Order, lines: Sequence[OrderLine], units: Mapping[UUID, int], reason: GiveUpReason
) -> None:
    """These units of the order, which is locked, are cancelled in one moment, for everybody."""
    waited = any(line.awaited for line in lines)
    _give_up(lines, units)
    confirm_parcel(lines)
    OrderLine.objects.bulk_update(lines, ["cancelled", "awaited", "promised_for"])
    _publish(order, lines, units, reason, waited_for_stock=waited)
    if waited and not any(line.awaited for line in lines):
        release(order)
    credit(order, units, reason=GIVEN_UP)


def _give_up(lines: Sequence[OrderLine], units: Mapping[UUID, int]) -> None:
    """What one line leaves there is for another one that waits for the same SKU."""
    there: Counter[str] = Counter()
    for line in lines:
        if line.id in units:
            there[line.sku] += line.give_up(units[line.id])
    for line in lines:
        there[line.sku] -= line.take_in(there[line.sku])


def confirm_parcel(lines: Sequence[OrderLine]) -> None:
    """Raises DomainError if there would be nothing to send."""
    if not any(line.open_quantity > line.cancelling for line in lines if not line.ticketed):
        raise DomainError(
            "Only tickets would be left of the order: cancel all of it, or keep something to send."
        )


def _publish(
    order: Order,
    lines: Sequence[OrderLine],
    units: Mapping[UUID, int],
    reason: GiveUpReason,
    *,
    waited_for_stock: bool,
) -> None:
    given_up = [
        CancelledItem(line_id=line.id, sku=line.sku, title=line.title, quantity=units[line.id])
        for line in lines
        if line.id in units
    ]
    publish(
        OrderItemsCancelled(
            order_id=order.id,
            number=order.number,
            customer_id=order.customer_id,
            items=tuple(given_up),
            reason=reason,
            waited_for_stock=waited_for_stock,
        )
    )
