"""What staff may do about an order: each deed calls one service, and says who did it and why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import QueryDict

from apps.notifications.services import send_again
from apps.orders.services import stop_order
from apps.payments.services import refund_to_wallet, retry_refund, want_promised_money
from shop.kernel.errors import DomainError
from shop.kernel.outbox.unit_of_work import unit_of_work
from shop.operations.order_desk.deed import Deed, Doing
from shop.operations.order_desk.forms import ReasonForm
from shop.operations.order_desk.gathering import May, OrderOnDesk
from shop.operations.order_desk.notes import write_note
from shop.operations.order_desk.unit_deeds import UNIT_DEEDS


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A deed that somebody may do now."""

    deed: Deed
    subject: UUID
    subject_name: str

    def form(self, desk: OrderOnDesk, said: QueryDict | None) -> ReasonForm:
        """What is asked before it is done."""
        return self.deed.form(desk, self.subject, said)


class NotOffered(DomainError):
    """The order moved on meanwhile, or the asker may not do this."""

    code = "not_offered"


def _stoppable(desk: OrderOnDesk) -> Iterator[tuple[UUID, str]]:
    order = desk.order
    if order.state in {"pending_payment", "confirmed"} and not order.cancellation_requested:
        yield order.id, f"order {order.number}"


def _refused_refunds(desk: OrderOnDesk) -> Iterator[tuple[UUID, str]]:
    for refund in desk.payment.refunds if desk.payment else ():
        if refund.was_refused:
            yield refund.id, f"the refund of {refund.amount.amount} {refund.amount.currency}"


def _promised_money(desk: OrderOnDesk) -> Iterator[tuple[UUID, str]]:
    kept = desk.payment.promised if desk.payment else None
    if kept is not None and kept.amount:
        yield desk.order.id, f"{kept.amount} {kept.currency} that the bank keeps"


def _settled_messages(desk: OrderOnDesk) -> Iterator[tuple[UUID, str]]:
    for message in desk.messages:
        if message.state != "waiting":
            yield message.id, f"{message.kind.replace('_', ' ')} by {message.channel}"


DEEDS = (
    Deed(
        name="stop",
        label="Stop this order",
        promise="What is held goes back on sale and what was paid goes back to the buyer; a parcel"
        " that is booked is called off if the courier can still stop it.",
        permission="orders.change_order",
        is_grave=True,
        subjects=_stoppable,
        do=lambda order_id, _: stop_order(order_id=order_id),
    ),
    *UNIT_DEEDS,
    Deed(
        name="charge",
        label="Charge the card now",
        promise="What the bank keeps for this order is taken now, not when the parcel leaves.",
        permission="payments.change_payment",
        is_grave=True,
        subjects=_promised_money,
        do=lambda order_id, _: want_promised_money(order_id=order_id),
    ),
    Deed(
        name="retry-refund",
        label="Try the refund again",
        promise="The gateway, which refused, is asked once more.",
        permission="payments.change_refund",
        is_grave=False,
        subjects=_refused_refunds,
        do=lambda refund_id, _: retry_refund(refund_id=refund_id),
    ),
    Deed(
        name="refund-to-wallet",
        label="Refund to the wallet",
        promise="The buyer gets the money as credit in this shop instead of on the card.",
        permission="payments.change_refund",
        is_grave=True,
        subjects=_refused_refunds,
        do=lambda refund_id, _: refund_to_wallet(refund_id=refund_id),
    ),
    Deed(
        name="send-again",
        label="Send again",
        promise="The buyer gets the same message once more, at today's address.",
        permission="notifications.resend_message",
        is_grave=False,
        subjects=_settled_messages,
        do=lambda message_id, _: send_again(message_id=message_id),
    ),
)


def offers(desk: OrderOnDesk, *, may: May) -> list[Offer]:
    """What somebody who may do these things can do about the order now."""
    return [
        Offer(deed=deed, subject=subject, subject_name=name)
        for deed in DEEDS
        if may(deed.permission)
        for subject, name in deed.subjects(desk)
    ]


def offered(desk: OrderOnDesk, deed_name: str, subject: str, *, may: May) -> Offer:
    """The offer that was chosen. Raises NotOffered if there is none like that (any more)."""
    for offer in offers(desk, may=may):
        if (offer.deed.name, str(offer.subject)) == (deed_name, subject):
            return offer
    raise NotOffered("This cannot be done about the order, or not any more.")


@unit_of_work
def carry_out(
    offer: Offer, desk: OrderOnDesk, *, do: Doing, by: UUID, said: Mapping[str, Any]
) -> None:
    """Does what the deed does and notes it, or neither. Raises DomainError if that is refused."""
    do(offer.subject, said)
    note = f"{offer.deed.label} ({offer.subject_name}): {said['reason']}"
    write_note(desk.order.id, number=desk.order.number, by=by, said=note)
