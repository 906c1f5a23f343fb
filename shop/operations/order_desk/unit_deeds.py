"""Deeds about some units of an order: to leave them out, and to take them back."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django.http import QueryDict

from apps.orders.queries import ShownLine, ShownReturn, returnable_lines
from apps.orders.rules import Arrived, GiveUpReason, RefusalReason, ReturnReason
from apps.orders.services import (
    ask_for_return,
    ask_to_cancel_items,
    cancel_items,
    receive_return,
    refuse_return,
)
from shop.operations.order_desk.deed import Deed
from shop.operations.order_desk.forms import LineRow, ReasonForm, UnitsForm
from shop.operations.order_desk.gathering import OrderOnDesk

_WANTED = {"units": "Units"}
_BECOMES = {
    "restocked": "For sale again",
    "damaged": "Damaged, kept aside",
    "discarded": "Thrown away",
}


def _open_lines(desk: OrderOnDesk) -> list[ShownLine]:
    return [line for line in desk.order.lines if line.open_units and not line.ticketed]


def _lessened(desk: OrderOnDesk) -> Iterator[tuple[UUID, str]]:
    order = desk.order
    is_asked = order.cancellation_requested or any(line.cancelling for line in order.lines)
    is_open = order.state == "confirmed" and not is_asked
    if is_open and sum(line.open_units for line in _open_lines(desk)) > 1:
        yield order.id, f"order {order.number}"


def _ask_what_is_left_out(desk: OrderOnDesk, _: UUID, said: QueryDict | None) -> ReasonForm:
    rows = [_row(line, line.open_units) for line in _open_lines(desk)]
    return UnitsForm(said, rows=rows, columns=_WANTED, words=GiveUpReason)


def _leave_out(order_id: UUID, said: Mapping[str, Any]) -> None:
    cancel_items(order_id=order_id, units=said["units"], reason=GiveUpReason(said["word"]))


def _ask_to_leave_out(order_id: UUID, said: Mapping[str, Any]) -> None:
    ask_to_cancel_items(order_id=order_id, units=said["units"], reason=GiveUpReason(said["word"]))


def _returnable(desk: OrderOnDesk) -> Iterator[tuple[UUID, str]]:
    if returnable_lines(desk.order):
        yield desk.order.id, f"order {desk.order.number}"


def _ask_what_comes_back(desk: OrderOnDesk, _: UUID, said: QueryDict | None) -> ReasonForm:
    rows = [_row(line, line.returnable) for line in returnable_lines(desk.order)]
    return UnitsForm(said, rows=rows, columns=_WANTED, words=ReturnReason)


def _expect_back(order_id: UUID, said: Mapping[str, Any]) -> None:
    ask_for_return(order_id=order_id, units=said["units"], reason=ReturnReason(said["word"]))


def _undecided(desk: OrderOnDesk) -> Iterator[tuple[UUID, str]]:
    for asked in desk.returns:
        if asked.state == "requested":
            yield asked.id, f"the return of {_units_in_words(asked)}"


def _units_in_words(asked: ShownReturn) -> str:
    return ", ".join(f"{item.quantity} {item.sku}" for item in asked.items)


def _ask_what_arrived(desk: OrderOnDesk, return_id: UUID, said: QueryDict | None) -> ReasonForm:
    (asked,) = (it for it in desk.returns if it.id == return_id)
    rows = [
        LineRow(id=it.line_id, name=_name(it.sku, it.title), most=it.quantity, first=it.quantity)
        for it in asked.items
    ]
    return UnitsForm(said, rows=rows, columns=_BECOMES)


def _take_in(return_id: UUID, said: Mapping[str, Any]) -> None:
    lines = {line_id for column in _BECOMES for line_id in said[column]}
    arrived = {
        line_id: Arrived(**{column: said[column].get(line_id, 0) for column in _BECOMES})
        for line_id in lines
    }
    receive_return(return_id=return_id, arrived=arrived)


def _ask_why_not(desk: OrderOnDesk, _: UUID, said: QueryDict | None) -> ReasonForm:
    return UnitsForm(said, rows=(), columns={}, words=RefusalReason)


def _refuse(return_id: UUID, said: Mapping[str, Any]) -> None:
    refuse_return(return_id=return_id, refusal=RefusalReason(said["word"]))


def _row(line: ShownLine, most: int) -> LineRow:
    return LineRow(id=line.id, name=_name(line.sku, line.title), most=most)


def _name(sku: str, title: str) -> str:
    return f"{title} ({sku})"


UNIT_DEEDS = (
    Deed(
        name="leave-out",
        label="Leave out units",
        promise="What is left out is never sent, and its part of the price goes back to the buyer."
        " The rest goes on as before; naming all that is left stops the order. Once the courier"
        " knows the parcel, he is asked to give it back first.",
        permission="orders.change_order",
        is_grave=True,
        subjects=_lessened,
        form=_ask_what_is_left_out,
        do=_leave_out,
        otherwise=_ask_to_leave_out,
    ),
    Deed(
        name="ask-for-return",
        label="Expect units back",
        promise="The buyer sends these units back. Nothing is credited before they are there.",
        permission="orders.change_order",
        is_grave=False,
        subjects=_returnable,
        form=_ask_what_comes_back,
        do=_expect_back,
    ),
    Deed(
        name="receive-return",
        label="Take it in",
        promise="What arrived is credited, and the buyer gets its part of the price. Units that are"
        " not named stay with the buyer.",
        permission="orders.change_return",
        is_grave=False,
        subjects=_undecided,
        form=_ask_what_arrived,
        do=_take_in,
    ),
    Deed(
        name="refuse-return",
        label="Refuse it",
        promise="Nothing is taken back, and nothing is credited.",
        permission="orders.change_return",
        is_grave=True,
        subjects=_undecided,
        form=_ask_why_not,
        do=_refuse,
    ),
)
