"""A guest's orders become a member's, once the mailbox that they name is proved to be theirs."""

from uuid import UUID

from django.db.models import QuerySet, Value
from django.db.models.functions import Lower

from apps.orders.models import Member, Order
from apps.orders.queries.members import member_with
from apps.orders.services.locks import locked_order
from shop.events.base import ERASED
from shop.events.orders import OrderClaimed
from shop.kernel.bus import publish
from shop.kernel.outbox.unit_of_work import unit_of_work


@unit_of_work
def note_member(*, customer_id: UUID) -> None:
    """The customer has an account: orders of theirs are nobody else's, whatever mail they name."""
    Member.objects.bulk_create([Member(customer_id=customer_id)], ignore_conflicts=True)


@unit_of_work
def claim_orders(*, customer_id: UUID, email: str) -> int:
    """Orders that guests placed with this mail address are the member's; returns how many.

    Capital letters do not matter. Orders of other members stay theirs.
    """
    note_member(customer_id=customer_id)
    if email in {"", ERASED}:
        return 0
    _note_mailbox(customer_id=customer_id, email=email)
    orders = list(_unclaimed(email).select_for_update().order_by("id"))
    for order in orders:
        _hand_over(order, customer_id)
    return len(orders)


@unit_of_work
def claim_sent_order(*, order_id: UUID) -> None:
    """A guest's order that is on its way is its mailbox's owner's, if that is a member.

    Before, whoever ordered may still be about to pay, and known by the guest's token only.
    """
    order = locked_order(order_id)
    if Member.objects.filter(pk=order.customer_id).exists():
        return
    owner = member_with(order.email)
    if owner is not None:
        _hand_over(order, owner)


def _hand_over(order: Order, customer_id: UUID) -> None:
    former = order.hand_over(customer_id)
    order.save(update_fields=["customer_id"])
    publish(
        OrderClaimed(
            order_id=order.id,
            number=order.number,
            customer_id=customer_id,
            former_customer_id=former,
        )
    )


def _note_mailbox(*, customer_id: UUID, email: str) -> None:
    """The last one who proved it has it."""
    mailbox = Lower(Value(email))
    others = Member.objects.exclude(pk=customer_id)
    others.filter(mailbox=mailbox).update(mailbox="")
    Member.objects.filter(pk=customer_id).exclude(mailbox=mailbox).update(mailbox=mailbox)


def _unclaimed(email: str) -> QuerySet[Order]:
    named = Order.objects.alias(mail=Lower("email")).filter(mail=Lower(Value(email)))
    return named.exclude(customer_id__in=Member.objects.values("customer_id"))
