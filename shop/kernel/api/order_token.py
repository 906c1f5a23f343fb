"""`Order-Token`: how a guest reaches the one order that the token in the mail belongs to."""

from abc import abstractmethod
from uuid import UUID

from django.http import Http404
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from shop.kernel.api.authentication import Caller
from shop.kernel.context import go_on_as
from shop.kernel.order_tokens import is_order_token


class OrderTokenAuthentication(BaseAuthentication):
    """For endpoints whose path names an `order_id`: who has its token is its buyer.

    A token of another order is answered like an order that does not exist. Each app says in a
    subclass whom it knows as the buyer.
    """

    @abstractmethod
    def customer_of(self, order_id: UUID) -> UUID | None:
        """The buyer of the order, or None if there is no such order."""

    def authenticate(self, request: Request) -> tuple[Caller, None] | None:
        token = request.headers.get("Order-Token", "")
        if not token:
            return None
        order_id: UUID = request.parser_context["kwargs"]["order_id"]
        customer_id = self.customer_of(order_id)
        if not is_order_token(token, customer_id=customer_id, order_id=order_id) or not customer_id:
            raise Http404
        go_on_as(f"customer:{customer_id}")
        return Caller(customer_id=customer_id), None
