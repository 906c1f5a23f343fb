"""The first beat of every service: rows, locked until the unit of work ends."""

from collections.abc import Collection
from uuid import UUID

from apps.orders.models import Cart, CartState, DraftOrder, Order
from apps.orders.rules import EmptyCart
from shop.kernel.errors import NotFound


def locked_order(order_id: UUID) -> Order:
    """The order, for us alone. Raises Order.DoesNotExist."""
    return Order.objects.select_for_update().get(pk=order_id)


def locked_open_carts(customer_ids: Collection[UUID]) -> dict[UUID, Cart]:
    """The open carts of these customers by customer, locked in the order of their ids."""
    carts = Cart.objects.select_for_update().order_by("id")
    found = carts.filter(customer_id__in=customer_ids, state=CartState.OPEN)
    return {cart.customer_id: cart for cart in found}


def locked_latest_cart(customer_id: UUID) -> Cart:
    """The cart that the customer filled last, open or ordered. Raises EmptyCart."""
    carts = Cart.objects.select_for_update().filter(customer_id=customer_id)
    latest = carts.exclude(state=CartState.MERGED).order_by("-id").first()
    if latest is None:
        raise EmptyCart
    return latest


def locked_cart(customer_id: UUID, cart_id: UUID) -> Cart:
    """Exactly this cart of the customer. Raises NotFound."""
    carts = Cart.objects.select_for_update().exclude(state=CartState.MERGED)
    cart = carts.filter(pk=cart_id, customer_id=customer_id).first()
    if cart is None:
        raise NotFound("There is no such cart of yours.")
    return cart


def locked_draft(draft_id: UUID) -> DraftOrder:
    """Raises NotFound."""
    draft = DraftOrder.objects.select_for_update().filter(pk=draft_id).first()
    if draft is None:
        raise NotFound("There is no such draft.")
    return draft
