"""Buyers send back what they have got; the shop takes it in, or does not."""

from collections.abc import Mapping
from uuid import UUID

from django.conf import settings

from apps.orders.models import Order, OrderLine, OrderState, Return, ReturnedLine
from apps.orders.rules import (
    SENT_BACK,
    Arrived,
    RefusalReason,
    ReturnReason,
    confirm_in_time,
    confirm_some,
)
from apps.orders.services.crediting import credit
from apps.orders.services.locks import locked_order
from shop.events.orders import ReturnReceived, ReturnRefused, ReturnRequested
from shop.kernel import clock
from shop.kernel.bus import publish
from shop.kernel.errors import DomainError, NotFound
from shop.kernel.outbox.unit_of_work import unit_of_work


@unit_of_work
def ask_for_return(*, order_id: UUID, units: Mapping[UUID, int], reason: ReturnReason) -> Return:
    """The buyer wants to send so many units of these lines back.

    Raises DomainError for an order that is not delivered or was so too long ago, for tickets, and
    for more than the buyer has; NotFound for lines of another order.
    """
    confirm_some(units.values(), what="sent back")
    order = locked_order(order_id)
    _confirm_returnable(order)
    lines = _lines_of(order, units)
    for line in lines:
        line.send_back(units[line.id])
    OrderLine.objects.bulk_update(lines, ["returning"])
    asked = Return.objects.create(order=order, reason=reason)
    sent = [ReturnedLine(parcel=asked, line=line, quantity=units[line.id]) for line in lines]
    ReturnedLine.objects.bulk_create(sent)
    publish(
        ReturnRequested(
            order_id=order.id,
            number=order.number,
            customer_id=order.customer_id,
            return_id=asked.id,
            items=tuple(it.as_item() for it in sent),
            reason=reason,
        )
    )
    return asked


@unit_of_work
def receive_return(*, return_id: UUID, arrived: Mapping[UUID, Arrived]) -> None:
    """These units of the lines are there: they are credited, and the others stay with the buyer.

    Raises DomainError for a return that was decided before, for more than was sent, and for
    nothing at all.
    """
    order, asked = _locked(return_id)
    asked.confirm_open()
    parts = _parts_of(asked)
    units = {part.line_id: part.take_in(arrived) for part in parts}
    _confirm_arrived(units, arrived)
    for part in parts:
        part.line.take_back(units[part.line_id], of=part.quantity)
    ReturnedLine.objects.bulk_update(parts, ["restocked", "damaged", "discarded"])
    _save_lines(parts)
    publish(
        ReturnReceived(
            order_id=order.id,
            number=order.number,
            customer_id=order.customer_id,
            return_id=asked.id,
            items=tuple(it.as_item() for it in parts),
        )
    )
    asked.receive(credit(order, units, reason=SENT_BACK))
    asked.save(update_fields=["state", "credit", "decided_at"])


@unit_of_work
def refuse_return(*, return_id: UUID, refusal: RefusalReason) -> None:
    """Nothing is taken back. Raises DomainError for a return that was decided before."""
    order, asked = _locked(return_id)
    asked.refuse(refusal)
    asked.save(update_fields=["state", "refusal", "decided_at"])
    parts = _parts_of(asked)
    for part in parts:
        part.line.take_back(0, of=part.quantity)
    _save_lines(parts)
    publish(
        ReturnRefused(
            order_id=order.id,
            number=order.number,
            customer_id=order.customer_id,
            return_id=asked.id,
            reason=refusal,
        )
    )


def _confirm_returnable(order: Order) -> None:
    if order.state != OrderState.DELIVERED:
        raise DomainError(f"A {order.state} order is not with its buyer: nothing can be sent back.")
    confirm_in_time(order.moved_at, now=clock.now(), days=settings.RETURN_DAYS)


def _lines_of(order: Order, units: Mapping[UUID, int]) -> list[OrderLine]:
    lines = list(order.lines.filter(pk__in=list(units)).order_by("position"))
    if len(lines) != len(units):
        raise NotFound("The order has no such line.")
    return lines


def _confirm_arrived(units: Mapping[UUID, int], arrived: Mapping[UUID, Arrived]) -> None:
    if arrived.keys() - units.keys():
        raise DomainError("Units of a line arrived that nobody wanted to send back.")
    if not any(units.values()):
        raise DomainError("Nothing arrived: refuse the return if nothing will.")


def _locked(return_id: UUID) -> tuple[Order, Return]:
    order = locked_order(Return.objects.values_list("order_id", flat=True).get(pk=return_id))
    return order, order.returns.select_for_update().get(pk=return_id)


def _parts_of(asked: Return) -> list[ReturnedLine]:
    parts = asked.lines.select_related("line__order").order_by("line__position")
    return list(parts)


def _save_lines(parts: list[ReturnedLine]) -> None:
    lines = [part.line for part in parts]
    OrderLine.objects.bulk_update(lines, ["shipped", "returned", "returning"])
