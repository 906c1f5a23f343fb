"""`Order-Token`: how a guest reaches the one order that the token in the mail belongs to."""

from typing import Protocol
from uuid import UUID

from django.http import Http404
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from shop.kernel.api.authentication import Caller
from shop.kernel.context import go_on_as
from shop.kernel.order_tokens import is_order_token


class ViewOfOrder(Protocol):
    """A view whose path names an `order_id`; its app says whom it knows as the buyer."""

    def buyer_of(self, order_id: UUID, /) -> UUID | None:
        """The buyer of the order, or None if there is no such order."""


class OrderTokenAuthentication(BaseAuthentication):
    """`Order-Token: <token>`, as the checkout and the mail gave it: its bearer is the buyer.

    A token of another order is answered like an order that does not exist.
    """

    def authenticate(self, request: Request) -> tuple[Caller, None] | None:
        token = request.headers.get("Order-Token", "")
        if not token:
            return None
        view: ViewOfOrder = request.parser_context["view"]
        order_id: UUID = request.parser_context["kwargs"]["order_id"]
        customer_id = view.buyer_of(order_id)
        if not is_order_token(token, customer_id=customer_id, order_id=order_id) or not customer_id:
            raise Http404
        go_on_as(f"customer:{customer_id}")
        return Caller(customer_id=customer_id), None
