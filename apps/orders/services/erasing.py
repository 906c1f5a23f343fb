"""Forgetting who a buyer was; what was sold, and for how much, stays in the books."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Lower

from apps.orders.models import (
    Cart,
    DraftOrder,
    DraftState,
    Member,
    Order,
    OrderLine,
    OrderState,
    Promise,
)
from shop.events.base import ERASED
from shop.kernel.errors import DomainError, NotYet
from shop.kernel.outbox.unit_of_work import unit_of_work

_BEFORE_SHIPPING = (OrderState.PLACED, OrderState.PENDING_PAYMENT, OrderState.CONFIRMED)
# A parcel that came back undelivered leaves its order shipped, and nothing of it with the carrier.
_IS_OUT = Exists(OrderLine.objects.filter(order=OuterRef("pk"), shipped__gt=0))
_COMES_BACK = Exists(OrderLine.objects.filter(order=OuterRef("pk"), returning__gt=0))
_UNDER_WAY = Q(state__in=_BEFORE_SHIPPING) | Q(_IS_OUT, state=OrderState.SHIPPED) | Q(_COMES_BACK)

# A bank keeps it, or did not give it after all.
_MONEY_IS_MISSING = ~Q(promise=Promise.NONE) & Q(
    captured__lt=F("refunded") + F("total") - F("credited")
)


class OrdersUnderWay(DomainError):
    """Somebody still works on orders, for somebody."""

    code = "order_under_way"


@unit_of_work
def require_no_order_under_way(*, customer_ids: Collection[UUID]) -> None:
    """Raises OrdersUnderWay while somebody still works on an order of these customers.

    That of one which was cancelled, or of which units went back, ends when their money is back, and
    that of one which a bank has only promised to pay when it has.
    """
    money_is_here = Q(state=OrderState.CANCELLED, captured__gt=F("refunded")) | Q(
        credited__gt=0, captured__gt=F("refunded") + F("total") - F("credited")
    )
    orders = _orders_of(customer_ids).filter(_UNDER_WAY | money_is_here | _MONEY_IS_MISSING)
    numbers = list(orders.order_by("placed_at").values_list("number", flat=True))
    if numbers:
        raise OrdersUnderWay(
            f"Orders are under way: {', '.join(numbers)}. Wait for them, or cancel them.",
            details={"orders": numbers},
        )


@unit_of_work
def forget_buyer(*, customer_ids: Collection[UUID]) -> None:
    """Takes the person out of the customers' orders, and empties their carts.

    Raises NotYet while an order is under way that was placed since somebody asked: it must arrive.
    """
    if _orders_of(customer_ids).filter(_UNDER_WAY).exists():
        raise NotYet("Somebody who is to be forgotten waits for an order.")
    carts = Cart.objects.filter(customer_id__in=customer_ids)
    carts.filter(order__isnull=True).delete()
    carts.update(token_hash=None)
    _drop_drafts(customer_ids)
    Member.objects.filter(customer_id__in=customer_ids).update(mailbox="")
    _orders_of(customer_ids).update(
        email="",
        name=ERASED,
        line1=ERASED,
        line2="",
        city=ERASED,
        postal_code=ERASED,
        payment_token="",
    )


def _drop_drafts(customer_ids: Collection[UUID]) -> None:
    """What staff is writing down for somebody with the buyer's mail address."""
    proven = Member.objects.filter(customer_id__in=customer_ids).exclude(mailbox="")
    named = {email.lower() for email in _orders_of(customer_ids).values_list("email", flat=True)}
    mailboxes = (named - {""}) | set(proven.values_list("mailbox", flat=True))
    drafts = DraftOrder.objects.alias(mail=Lower("email")).filter(state=DraftState.OPEN)
    for draft in drafts.filter(mail__in=mailboxes).select_for_update().order_by("id"):
        draft.drop()
        draft.save()


def _orders_of(customer_ids: Collection[UUID]) -> QuerySet[Order]:
    return Order.objects.filter(customer_id__in=customer_ids)
