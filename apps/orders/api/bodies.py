"""What callers send, and how an order and a refusal look to them."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

import msgspec
from django.http import HttpResponse
from msgspec import Meta

from apps.orders.models import Order, OrderLine
from apps.orders.rules import fulfilment_status
from apps.orders.services import PlacedOrder
from shop.events.base import PostalAddress
from shop.events.orders import GOODS, MOST_TICKETS, SEAT, TICKETED
from shop.kernel.api.bodies import END, Answer, Body
from shop.kernel.api.problems import problem
from shop.kernel.errors import InvalidInput
from shop.kernel.money import rounded

# No control characters: PostgreSQL text cannot hold NUL, and people cannot type the others.
ONE_LINE = rf"^[^\x00-\x1f\x7f]*{END}"
_Line = Annotated[str, Meta(min_length=1, max_length=200, pattern=ONE_LINE)]
_Optional = Annotated[str, Meta(max_length=200, pattern=ONE_LINE)]
PostalCode = Annotated[str, Meta(max_length=20, pattern=ONE_LINE)]
Sku = Annotated[str, Meta(min_length=1, max_length=80, pattern=ONE_LINE)]
Seat = Annotated[str, Meta(pattern=f"^{SEAT}{END}")]
Country = Annotated[str, Meta(pattern=f"^[A-Z]{{2}}{END}")]
Currency = Annotated[str, Meta(pattern=f"^([A-Z]{{3}})?{END}")]
Email = Annotated[str, Meta(max_length=254, pattern=rf"^([^@\s\x00]+@[^@\s\x00]+)?{END}")]
ShippingMethod = Annotated[str, Meta(max_length=40, pattern=f"^[a-z_]*{END}")]
PaymentToken = Annotated[str, Meta(max_length=200, pattern=rf"^[\x21-\x7e]*{END}")]


def read_sku(text: str) -> str:
    """The SKU that a path names. Raises InvalidInput if it can be none."""
    try:
        return msgspec.convert(text, Sku)
    except msgspec.ValidationError as error:
        raise InvalidInput(f"There can be no such SKU: {error}.") from error


Seats = Annotated[tuple[Seat, ...], Meta(max_length=MOST_TICKETS)]


class LineInput(Body):
    """One wanted product. Tickets may be for `seats`, at most one each; the others are for any."""

    example = {"sku": "TEA-DARJ-250", "quantity": 1}

    sku: Sku
    quantity: Annotated[int, Meta(ge=1, le=10_000)]
    seats: Seats = ()


class AddressInput(Body, kw_only=True):
    """Where the parcel goes; `country` is ISO 3166-1 alpha-2."""

    example = {
        "name": "Ada Byron",
        "line1": "Hafenstrasse 1",
        "city": "Hamburg",
        "postal_code": "20457",
        "country": "DE",
    }

    name: _Line
    line1: _Line
    line2: _Optional = ""
    city: _Line
    postal_code: Annotated[PostalCode, Meta(min_length=1)]
    country: Country

    def as_address(self) -> PostalAddress:
        return PostalAddress(
            name=self.name,
            line1=self.line1,
            line2=self.line2,
            city=self.city,
            postal_code=self.postal_code,
            country=self.country,
        )


class LineOutput(Answer):
    """One line of an order; `tax` is part of the price, or comes on top (see the order).

    `discount` is what promotions took off all of its units together.

    `awaited` units are still to come: on the day `promised_for`, or as soon as there are any. The
    order is sent when all are there.
    `cancelling` ones are not wanted: whether they can be left out is asked of the courier.
    `returning` of the shipped ones are to be sent back by the buyer.
    `kind` is `goods` or `ticketed`; `seats` are those that were picked.
    """

    id: UUID
    sku: str
    title: str
    quantity: int
    unit_price: Decimal
    discount: Decimal
    tax: Decimal
    shipped: int
    cancelled: int
    cancelling: int
    returning: int
    returned: int
    awaited: int
    promised_for: date | None
    kind: str
    seats: list[str]


class OrderOutput(Answer):
    """An order as it stands now; shipping and tax are parts of the total.

    `credited` of the total need not be paid after all: units went back.
    If it is `tax_included`, prices and shipping are with tax; otherwise it comes on top of them.
    `discount` was taken off the prices of the lines, `shipping_discount` off the shipping.
    """

    id: UUID
    number: str
    state: str
    payment_status: str
    fulfilment_status: str
    total: Decimal
    credited: Decimal
    tax: Decimal
    shipping: Decimal
    shipping_method: str
    currency: str
    lines: list[LineOutput]
    placed_at: datetime
    pay_by: datetime | None
    tracking_number: str
    cancel_reason: str
    cancellation_requested: bool
    tax_included: bool
    discount: Decimal
    shipping_discount: Decimal
    voucher: str


def shown(order: Order, lines: Iterable[OrderLine]) -> OrderOutput:
    """The order as the API shows it."""
    lines = sorted(lines, key=lambda line: line.position)
    return OrderOutput(
        id=order.id,
        number=order.number,
        state=str(order.state),
        payment_status=order.payment_status,
        fulfilment_status=fulfilment_status(line.units for line in lines),
        total=rounded(order.total, order.currency),
        credited=rounded(order.credited, order.currency),
        tax=rounded(order.tax_total, order.currency),
        shipping=rounded(order.shipping_total, order.currency),
        shipping_method=order.shipping_method,
        currency=order.currency,
        lines=[_shown_line(line, order.currency) for line in lines],
        placed_at=order.placed_at,
        pay_by=order.pay_by,
        tracking_number=order.tracking_number,
        cancel_reason=order.cancel_reason,
        cancellation_requested=order.cancellation_requested_at is not None,
        tax_included=order.tax_included,
        discount=rounded(order.discount_total, order.currency),
        shipping_discount=rounded(order.shipping_discount, order.currency),
        voucher=order.voucher_code,
    )


def shown_as_stored(order: Order) -> OrderOutput:
    """The order with its lines as the database has them."""
    return shown(order, order.lines.all())


def _shown_line(line: OrderLine, currency: str) -> LineOutput:
    return LineOutput(
        id=line.id,
        sku=line.sku,
        title=line.title,
        quantity=line.quantity,
        unit_price=rounded(line.unit_price, currency),
        discount=rounded(line.discount, currency),
        tax=rounded(line.tax_amount, currency),
        shipped=line.shipped,
        cancelled=line.cancelled,
        cancelling=line.cancelling,
        returning=line.returning,
        returned=line.returned,
        awaited=line.awaited,
        promised_for=line.promised_for,
        kind=TICKETED if line.ticketed else GOODS,
        seats=list(line.seats),
    )


def short_of_stock(placed: PlacedOrder) -> HttpResponse:
    """The refusal of an order that was rejected; the lines that fell short are named.

    Of tickets, `seats` are the picked ones that somebody else has.
    """
    short = [line for line in placed.lines if line.available is not None]
    return problem(
        409,
        "insufficient_stock",
        "Not everything is there in the quantity you want; nothing was ordered.",
        details={
            "order": placed.order.number,
            "lines": [
                {
                    "sku": line.sku,
                    "wanted": line.quantity,
                    "available": line.available,
                }
                | ({"seats": line.gone_seats} if line.gone_seats else {})
                for line in short
            ],
        },
    )
