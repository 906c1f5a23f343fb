"""Who somebody is that has no account."""

from dataclasses import dataclass
from uuid import UUID

from apps.orders.models import Cart, CartState, Order
from apps.orders.rules import read_cart_token


@dataclass(frozen=True)
class Guest:
    """A customer who is known by the token of a cart."""

    customer_id: UUID
    cart_id: UUID


def guest_with(token: str) -> Guest | None:
    """The guest whose cart the token belongs to, unless the cart went over to a member."""
    known = read_cart_token(token)
    carts = Cart.objects.filter(pk=known.cart_id, token_hash__isnull=False) if known else None
    cart = carts.exclude(state=CartState.MERGED).first() if carts is not None else None
    if cart is None or known is None or not known.fits(bytes(cart.token_hash or b"")):
        return None
    return Guest(customer_id=cart.customer_id, cart_id=cart.id)


def buyer_of(order_id: UUID) -> UUID | None:
    """Whose order it is, or None if there is no such order."""
    return Order.objects.filter(pk=order_id).values_list("customer_id", flat=True).first()


def owner_of_cart(cart_id: UUID) -> UUID | None:
    """Whose cart it is, or None if there is no such cart."""
    return Cart.objects.filter(pk=cart_id).values_list("customer_id", flat=True).first()
