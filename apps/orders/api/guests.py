"""How people without an account are known: by the token of a cart, or of an order."""

from dataclasses import dataclass
from uuid import UUID

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from apps.orders.queries import guest_with
from shop.kernel.api.authentication import caller_id
from shop.kernel.context import go_on_as


@dataclass(frozen=True)
class GuestCaller:
    """Somebody who has the token of a cart."""

    customer_id: UUID
    cart_id: UUID
    is_authenticated: bool = True


class CartTokenAuthentication(BaseAuthentication):
    """`Cart-Token: <token>`, as `POST /api/v1/carts` gave it."""

    def authenticate(self, request: Request) -> tuple[GuestCaller, None] | None:
        token = request.headers.get("Cart-Token", "")
        if not token:
            return None
        guest = guest_with(token)
        if guest is None:
            raise AuthenticationFailed("The cart token is not valid: open a new cart.")
        go_on_as(f"customer:{guest.customer_id}")
        return GuestCaller(customer_id=guest.customer_id, cart_id=guest.cart_id), None


def caller_of(request: Request) -> str:
    """Whose idempotency keys these are: a member's, or those of a guest's cart."""
    caller: object = request.user
    if isinstance(caller, GuestCaller):
        return f"cart:{caller.cart_id}"
    return f"customer:{caller_id(request)}"


class CartTokenExtension(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """A guest's cart token in the API document."""

    target_class = CartTokenAuthentication
    name = "cart-token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        return {"type": "apiKey", "in": "header", "name": "Cart-Token"}
