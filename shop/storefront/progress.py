"""What the order page shows of an order's way, in words and steps."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from apps.orders.queries import ShownOrder
from apps.payments.queries import ShownPayment
from apps.payments.rules import StatusWord
from apps.shipping.queries import ShownShipment
from shop.events.base import Money
from shop.kernel.money import money
from shop.storefront import wording
from shop.storefront.formats import awaited, clock_time, moment, price
from shop.storefront.situations import Known, situation_of
from shop.storefront.wording import Situation

_LABELS = ("Placed", "Paid", "Packed", "On its way", "Delivered")
_TICKET_LABELS = ("Placed", "Paid", "Tickets are yours")
_REACHED = {
    Situation.PROMISED: 2,
    Situation.PAID: 2,
    Situation.WAITING: 2,
    Situation.STOPPING: 2,
    Situation.PACKED: 3,
    Situation.ON_ITS_WAY: 4,
    Situation.DELIVERED: 5,
    Situation.ADMITTING: 2,
    Situation.ADMITTED: 3,
    Situation.RETURNED: 4,
}
_GOOD = {
    Situation.PROMISED,
    Situation.PAID,
    Situation.WAITING,
    Situation.PACKED,
    Situation.ON_ITS_WAY,
    Situation.DELIVERED,
    Situation.ADMITTING,
    Situation.ADMITTED,
}
_TICKETS_ARE_SOLD = {"confirmed", "shipped", "delivered"}
_TO_PAY = {Situation.UNPAID, Situation.DECLINED, Situation.APPROVING, Situation.OVERDUE}
_ARRIVED = {"delivered": 5, "shipped": 4}
_COUNTED = ("awaited", "wanted")
_BAD = {Situation.DECLINED, Situation.SOLD_OUT, Situation.TIME_UP, Situation.OVERDUE}


@dataclass(frozen=True, kw_only=True)
class Step:
    """A step of the way: `state` is one of done, current, waiting, stopped."""

    label: str
    state: str
    at: datetime | None
    time: str


@dataclass(frozen=True, kw_only=True)
class Progress:
    """What the order page shows and what may change while it is open; nothing personal in it.

    `tone` is one of good, bad, calm. A final order does not change any more.
    """

    number: str
    tone: str
    headline: str
    sentence: str
    steps: tuple[Step, ...]
    payment: str
    tracking_number: str
    tracking_url: str
    can_pay: bool
    pay_words: str
    can_cancel: bool
    cancel_note: str
    is_final: bool
    has_tickets: bool = False


def progress_of(known: Known) -> Progress:
    situation = situation_of(known)
    return Progress(
        number=known.order.number,
        tone="good" if situation in _GOOD else "bad" if situation in _BAD else "calm",
        headline=wording.HEADLINES[situation],
        sentence=_sentence(situation, known),
        steps=tuple(_steps(situation, known)),
        payment=_payment_words(known),
        tracking_number=known.order.tracking_number,
        tracking_url=_web_address(known.shipment),
        can_pay=situation in _TO_PAY,
        pay_words=_pay_words(situation, known),
        can_cancel=bool(_cancel_note(situation, known)),
        cancel_note=_cancel_note(situation, known),
        is_final=_is_final(situation, known.payment),
        has_tickets=known.order.has_tickets and known.order.state in _TICKETS_ARE_SOLD,
    )


def _sentence(situation: Situation, known: Known) -> str:
    sentence = wording.SENTENCES[situation].format(
        pay_by=clock_time(known.order.pay_by) if known.order.pay_by else "later",
        decline=known.payment.decline_sentence if known.payment else "",
        cancelled=wording.cancel_words(known.order.cancel_reason),
        money=_money_words(known.payment),
        awaited=_awaited_words(known.order),
    )
    waits_unpaid = situation in _TO_PAY and known.order.awaits_units
    return f"{sentence} {_awaited_words(known.order)}" if waits_unpaid else sentence


def _awaited_words(order: ShownOrder) -> str:
    """How much of the order is here, and for which day the last of it is promised."""
    days = [line.promised_for for line in order.lines if line.awaited]
    last = None if None in days else max((day for day in days if day), default=None)
    units, wanted = (sum(getattr(it, name) for it in order.lines) for name in _COUNTED)
    return f"{awaited(units, wanted, last)}."


def _money_words(payment: ShownPayment | None) -> str:
    if payment is None or not payment.captured:
        return "Nothing was charged."
    if payment.refunded == payment.captured:
        return "You have got all your money back."
    return "Your money is on its way back to you."


def _pay_words(situation: Situation, known: Known) -> str:
    """What the button says that leads on to the money."""
    total = price(_owed(known))
    return f"Approve {total}" if situation == Situation.APPROVING else f"Pay {total}"


def _owed(known: Known) -> Money:
    payment = known.payment
    return payment.due if payment else known.order.total


def _payment_words(known: Known) -> str:
    payment, total = known.payment, price(known.order.total)
    if payment is None or (known.order.state == "cancelled" and not payment.captured):
        return "Nothing was charged"
    kept = payment.captured - payment.refunded
    if payment.status == StatusWord.REQUIRES_CAPTURE:
        return _promised_words(payment, kept)
    if payment.refunded and not kept:
        return f"{total} paid and given back"
    if payment.refunded and kept < payment.amount:
        back = price(money(payment.amount - kept, payment.currency))
        return f"{total} paid, {back} of it given back"
    if payment.captured:
        came = price(money(min(payment.captured, payment.amount), payment.currency))
        return f"{came} {wording.paid_words(payment.paid_by)}"
    return f"{total} to pay"


def _promised_words(payment: ShownPayment, kept: Decimal) -> str:
    rest = price(money(payment.owed - kept, payment.currency))
    later = f"{rest} is charged when we send it"
    return f"{price(money(kept, payment.currency))} paid, {later}" if kept else later


def _web_address(shipment: ShownShipment | None) -> str:
    """Where the parcel can be followed; nothing that a courier says but a web address."""
    address = shipment.tracking_url if shipment else ""
    return address if address.startswith(("https://", "http://")) else ""


def _cancel_note(situation: Situation, known: Known) -> str:
    if known.order.state in _ARRIVED:
        return ""
    if situation in {*_TO_PAY, Situation.CHECKING}:
        return wording.CANCEL_UNPAID
    if situation == Situation.WAITING:
        return wording.CANCEL_WAITING
    stoppable = {Situation.PROMISED, Situation.PAID, Situation.PACKED}
    return wording.CANCEL_PAID if situation in stoppable else ""


def _is_final(situation: Situation, payment: ShownPayment | None) -> bool:
    settled = payment is None or payment.captured == payment.refunded
    ended = {Situation.DELIVERED, Situation.ADMITTED, Situation.SOLD_OUT}
    paid_back = {Situation.CANCELLED, Situation.RETURNED}
    return situation in ended or (situation in paid_back and settled)


def _steps(situation: Situation, known: Known) -> Iterator[Step]:
    paid = known.payment is not None and known.payment.captured
    reached = _REACHED.get(situation, _ARRIVED.get(known.order.state, 2 if paid else 1))
    times = _times(known)
    labels = _LABELS if known.order.needs_shipping else _TICKET_LABELS
    is_overdue = known.payment is not None and known.payment.is_overdue
    for label, at in list(zip(labels, times, strict=False))[:reached]:
        if label == "Paid" and is_overdue:
            yield _step("Not paid", "stopped", None)
        else:
            yield _step(label, "done", at)
    if situation in wording.STOPPED_BY:
        yield _step(wording.STOPPED_BY[situation], "stopped", known.order.moved_at)
        return
    for place, label in enumerate(labels[reached:]):
        yield _step(label, "waiting" if place else "current", None)


def _times(known: Known) -> tuple[datetime | None, ...]:
    order, shipment = known.order, known.shipment
    if shipment is None:
        is_paid = order.state == "confirmed" or not order.needs_shipping
        paid_at = order.moved_at if is_paid else None
        return (order.placed_at, paid_at, None, None, None)
    at = (shipment.created_at, None, shipment.dispatched_at, shipment.delivered_at)
    return (order.placed_at, *at)


def _step(label: str, state: str, at: datetime | None) -> Step:
    return Step(label=label, state=state, at=at, time=moment(at) if at else "")
