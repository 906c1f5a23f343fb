"""How an order came to where it is."""

from collections.abc import Iterator

from apps.orders.queries import Reason, ShownLine
from apps.orders.queries.numbers import order_numbered
from shop.events.base import Money
from shop.kernel import clock
from shop.kernel.errors import NotFound
from shop.operations.explaining.chapters import Explanation, chapter
from shop.operations.order_desk.gathering import OrderOnDesk, order_on_desk

_MOMENT = "%Y-%m-%d %H:%M:%S"


def explain_order(number: str) -> Explanation:
    """What is recorded about the order of that number. Raises NotFound."""
    order_id = order_numbered(number)
    desk = order_on_desk(order_id, may=lambda _: True) if order_id else None
    if desk is None:
        raise NotFound(f"There is no order {number}. Numbers look like 7KQ2M-9XBDT.")
    return Explanation(
        subject=f"order {desk.order.number}",
        answer=_answer(desk),
        chapters=(
            chapter("Timeline", _timeline(desk)),
            chapter("Lines", _lines(desk)),
            chapter("Price", _price(desk)),
            chapter("Money", _money(desk)),
            chapter("Goods", _goods(desk)),
            chapter("Messages", _messages(desk)),
            chapter(
                "By hand", (f"{note.at:{_MOMENT}}  {note.by}: {note.said}" for note in desk.notes)
            ),
        ),
    )


def _answer(desk: OrderOnDesk) -> str:
    answer = _ANSWERS.get(desk.order.state)
    return answer(desk) if answer else f"It is {desk.order.state}."


def _unpaid(desk: OrderOnDesk) -> str:
    order = desk.order
    if order.pay_by and order.pay_by < clock.now():
        return f"It was not paid by {order.pay_by:{_MOMENT}} UTC and is about to be cancelled."
    return f"It waits for {_said(order.total)} until {order.pay_by:{_MOMENT}} UTC."


def _rejected(desk: OrderOnDesk) -> str:
    short = [line.sku for line in desk.order.lines if line.available is not None]
    return f"It could not be had: there was too little of {', '.join(short)}."


def _cancelled(desk: OrderOnDesk) -> str:
    return f"It was cancelled, reason: {desk.order.cancel_reason}."


def _confirmed(desk: OrderOnDesk) -> str:
    if desk.order.cancellation_requested:
        return "It is paid, but is to be stopped: whether that still works is asked of the courier."
    asked_back = sum(line.cancelling for line in desk.order.lines)
    if asked_back:
        return f"It is paid; the courier is asked for its parcel, to leave {asked_back} units out."
    awaited = sum(line.awaited for line in desk.order.lines)
    if awaited:
        return f"It is paid and is sent when {awaited} units that are still to come are there."
    parcel = desk.shipment.state if desk.shipment else "not asked for yet"
    return f"It is paid; its parcel is {parcel}."


_ANSWERS = {
    "pending_payment": _unpaid,
    "rejected": _rejected,
    "cancelled": _cancelled,
    "confirmed": _confirmed,
}


def _timeline(desk: OrderOnDesk) -> Iterator[str]:
    for fact in desk.timeline:
        because = f", because: {fact.because}" if fact.because else ""
        yield f"{fact.at:{_MOMENT}}  {fact.title}  ({fact.actor}{because})"


def _lines(desk: OrderOnDesk) -> Iterator[str]:
    for line in desk.order.lines:
        had = "" if line.available is None else f", {line.available} could be had"
        more = f"{had}{_left_out(line)}{_awaited(line)}"
        yield f"{line.quantity} x {line.sku} at {_said(line.unit_price)}{more}"
    if desk.order.discount:
        yield f"discount: {_said(desk.order.discount)}"
    if desk.order.shipping.amount:
        yield f"delivery, {desk.order.shipping_method}: {_said(desk.order.shipping)}"
    yield f"total {_said(desk.order.total)}, of which {_said(desk.order.tax)} tax"


def _price(desk: OrderOnDesk) -> Iterator[str]:
    """Which rule made each cent."""
    for reason in desk.price.makes:
        yield f"{_said(reason.amount)} for {reason.of}: {_by(reason)}"
    for reason in desk.price.contains:
        yield f"in it {_said(reason.amount)} tax for {reason.of}: {_by(reason)}"


def _by(reason: Reason) -> str:
    """What the rule says, and which one it is."""
    rule = reason.rule.replace("_", " ")
    return f"{reason.sentence} ({rule} {reason.rule_id})" if reason.rule_id else reason.sentence


def _left_out(line: ShownLine) -> str:
    asked = f", {line.cancelling} asked back of the courier" if line.cancelling else ""
    return f", {line.cancelled} cancelled{asked}" if line.cancelled else asked


def _awaited(line: ShownLine) -> str:
    if not line.awaited:
        return ""
    return f", {line.awaited} still to come, {line.promised_for or 'as soon as there are any'}"


def _money(desk: OrderOnDesk) -> Iterator[str]:
    if desk.payment is None:
        yield "It never came to be paid."
        return
    paid = desk.payment
    kept = f"{_said(paid.promised)} kept by a bank, " if paid.promised.amount else ""
    yield f"{paid.state}: {kept}{_said(paid.captured)} taken, {_said(paid.refunded)} given back"
    for attempt in paid.attempts:
        yield (
            f"{attempt.created_at:{_MOMENT}}  attempt {attempt.number} by {attempt.method}:"
            f" {attempt.state} {attempt.reason}".rstrip()
        )
    for refund in paid.refunds:
        yield (
            f"{refund.created_at:{_MOMENT}}  refund of {_said(refund.amount)} ({refund.reason}):"
            f" {refund.state} {refund.refusal}".rstrip()
        )


def _goods(desk: OrderOnDesk) -> Iterator[str]:
    for units in desk.held:
        until = f" until {units.expires_at:{_MOMENT}}" if units.state == "held" else ""
        yield f"{units.quantity} x {units.sku} in {units.warehouse}: {units.state}{until}"
    if desk.shipment:
        yield f"parcel {desk.shipment.tracking_number or 'without a number'}: {desk.shipment.state}"


def _messages(desk: OrderOnDesk) -> Iterator[str]:
    for message in desk.messages:
        yield (
            f"{message.created_at:{_MOMENT}}  {message.kind} by {message.channel}:"
            f" {message.state} {message.error}".rstrip()
        )


def _said(money: Money) -> str:
    return f"{money.amount} {money.currency}"
