"""A guest's orders become a member's, once the mailbox that they name is proved to be theirs."""

from uuid import UUID

from django.db.models import QuerySet, Value
from django.db.models.functions import Lower

from apps.orders.models import Member, Order
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
    orders = list(_unclaimed(email).select_for_update().order_by("id"))
    for order in orders:
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
    return len(orders)


def _unclaimed(email: str) -> QuerySet[Order]:
    if not email:
        return Order.objects.none()
    named = Order.objects.alias(mail=Lower("email")).filter(mail=Lower(Value(email)))
    return named.exclude(customer_id__in=Member.objects.values("customer_id"))
