"""From a cart to an order over HTTP, for members and guests."""

from decimal import Decimal
from uuid import UUID

import msgspec
from django.http import HttpResponse
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from apps.orders.api.bodies import (
    AddressInput,
    Country,
    Currency,
    Email,
    OrderOutput,
    PaymentToken,
    PostalCode,
    ShippingMethod,
    short_of_stock,
    shown,
)
from apps.orders.api.cart_lines import CartLineOutput, shown_cart_lines
from apps.orders.api.guests import CartTokenAuthentication, GuestCaller, caller_of
from apps.orders.queries import Quote, ShippingOption, quote
from apps.orders.services import check_out
from shop.kernel.api.authentication import TokenAuthentication, caller_id
from shop.kernel.api.bodies import (
    Answer,
    Body,
    Question,
    json_answer,
    parameters_of,
    read_body,
    read_question,
)
from shop.kernel.api.idempotency import answered_once
from shop.kernel.errors import InvalidInput
from shop.kernel.order_tokens import order_token
from shop.kernel.postal_codes import confirm_postal_code


class ShippingOutput(Answer):
    """One way in which the parcel may travel; the amount is with tax if prices are."""

    method: str
    title: str
    amount: Decimal


class DiscountOutput(Answer):
    """What a promotion takes off the goods."""

    name: str
    amount: Decimal


class QuoteOutput(Answer):
    """What ordering the cart costs; `tax` is part of `total`, `ended` goods must be taken out.

    `discounts` are taken off the `subtotal`; what is taken off the shipping is not in it any more.
    A `voucher` with a `voucher_problem` must be taken out, too.
    Where prices are not with tax (`tax_included`), it comes on top of goods and shipping.
    """

    cart_id: UUID | None
    lines: list[CartLineOutput]
    shipping_options: list[ShippingOutput]
    shipping: ShippingOutput | None
    subtotal: Decimal
    tax: Decimal
    total: Decimal
    currency: str
    changed: list[str]
    ended: list[str]
    tax_included: bool
    discounts: list[DiscountOutput]
    voucher: str
    voucher_problem: str


class QuoteQuestion(Question):
    """Where the parcel would go."""

    country: Country
    postal_code: PostalCode = ""
    shipping_method: ShippingMethod = ""


class CheckoutInput(Body):
    """How to order the cart. `accepted_total` is the total that the buyer was shown.

    Without it the order is placed only if nothing costs something else than when it was put in.
    `accepted_currency` (ISO 4217) is what the total was in; without it, that of the goods when they
    were put in. The quote and a refusal with `price_changed` name both.
    `cart_id` names the cart that the buyer saw; otherwise it is the latest one.
    """

    example = {
        "delivery_address": AddressInput.example,
        "email": "ada@example.com",
        "shipping_method": "standard",
        "payment_token": "tok_4242424242424242",
    }

    delivery_address: AddressInput
    email: Email = ""
    payment_token: PaymentToken = ""
    shipping_method: ShippingMethod = ""
    accepted_total: Decimal | None = None
    accepted_currency: Currency = ""
    cart_id: UUID | None = None

    def __post_init__(self) -> None:
        if self.accepted_total is not None and not self.accepted_total.is_finite():
            raise ValueError("accepted_total is an amount like 12.50")
        if self.accepted_currency and self.accepted_total is None:
            raise ValueError("accepted_currency says what accepted_total is in: send both")


class CheckoutOutput(Answer):
    """The order, and, for a guest, the token that opens it (header `Order-Token`)."""

    order: OrderOutput
    lookup_token: str | None


_REFUSALS = 400
_NO_QUOTE = OpenApiResponse(description="There can be no such country, or postal code in it.")
_REFUSED = OpenApiResponse(
    description="The cart is empty, prices changed, or goods are gone; nothing was ordered."
)
_NO_SUCH_CART = OpenApiResponse(description="The cart that is named is not the caller's.")
_NOT_POSSIBLE = OpenApiResponse(description="The body cannot work as it stands.")


class QuoteView(APIView):
    """What the caller's cart costs."""

    authentication_classes = (TokenAuthentication, CartTokenAuthentication)

    @extend_schema(
        operation_id="quote",
        parameters=parameters_of(QuoteQuestion),
        responses={200: QuoteOutput, 422: _NO_QUOTE},
    )
    def get(self, request: Request) -> HttpResponse:
        """The total, and what is in it, if the cart were sent to this country now."""
        asked = read_question(request, QuoteQuestion)
        if asked.postal_code:
            confirm_postal_code(asked.postal_code, country=asked.country)
        quoted = quote(
            caller_id(request),
            country=asked.country,
            postal_code=asked.postal_code,
            shipping_method=asked.shipping_method,
        )
        return json_answer(_shown(quoted))


class CheckoutView(APIView):
    """Orders the caller's cart."""

    authentication_classes = (TokenAuthentication, CartTokenAuthentication)

    @extend_schema(
        operation_id="check_out",
        request=CheckoutInput,
        responses={
            200: CheckoutOutput,
            201: CheckoutOutput,
            404: _NO_SUCH_CART,
            409: _REFUSED,
            422: _NOT_POSSIBLE,
        },
    )
    def post(self, request: Request) -> HttpResponse:
        """Order what is in the cart (201). A cart that was ordered answers with its order (200)."""
        body = read_body(request, CheckoutInput)
        if isinstance(request.user, GuestCaller) and not body.email:
            raise InvalidInput("Write a mail address, so that news of the order can be sent.")
        answer = answered_once(
            request, caller=caller_of(request), answer=lambda: _checked_out(request, body)
        )
        return _with_token(request, answer)


def _checked_out(request: Request, body: CheckoutInput) -> HttpResponse:
    placed = check_out(
        customer_id=caller_id(request),
        delivery_address=body.delivery_address.as_address(),
        email=body.email,
        payment_token=body.payment_token,
        shipping_method=body.shipping_method,
        accepted_total=body.accepted_total,
        accepted_currency=body.accepted_currency,
        cart_id=body.cart_id,
        is_guest=isinstance(request.user, GuestCaller),
    )
    if placed.is_rejected:
        return short_of_stock(placed)
    answer = CheckoutOutput(order=shown(placed.order, placed.lines), lookup_token=None)
    return json_answer(answer, status=200 if placed.was_placed_before else 201)


def _with_token(request: Request, response: HttpResponse) -> HttpResponse:
    """A guest's answer with the token, which is kept nowhere: also not beside the key."""
    if isinstance(request.user, GuestCaller) and response.status_code < _REFUSALS:
        answer = msgspec.json.decode(response.content, type=CheckoutOutput)
        answer.lookup_token = order_token(
            customer_id=request.user.customer_id, order_id=answer.order.id
        )
        response.content = msgspec.json.encode(answer)
    return response


def _shown(quote: Quote) -> QuoteOutput:
    return QuoteOutput(
        cart_id=quote.cart_id,
        lines=shown_cart_lines(quote.lines),
        shipping_options=[_shown_option(option) for option in quote.options],
        shipping=_shown_option(quote.shipping) if quote.shipping else None,
        subtotal=quote.subtotal.amount,
        tax=quote.tax.amount,
        total=quote.total.amount,
        currency=quote.total.currency,
        changed=[line.sku for line in quote.changes],
        ended=[line.sku for line in quote.ended],
        tax_included=quote.tax_included,
        voucher=quote.voucher,
        voucher_problem=quote.voucher_problem,
        discounts=[
            DiscountOutput(name=off.name, amount=off.amount.amount) for off in quote.discounts
        ],
    )


def _shown_option(option: ShippingOption) -> ShippingOutput:
    return ShippingOutput(method=option.method, title=option.title, amount=option.amount.amount)
