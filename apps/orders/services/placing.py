"""Placing an order: prices are agreed, the order is written, and the others are told."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from apps.orders import sql
from apps.orders.models import Order, OrderLine, OrderState
from apps.orders.queries.prices import Destination, agreed_prices
from apps.orders.rules import Agreement, Discount, PricedLine, WantedLine, confirm_orderable
from apps.orders.services.vouchers import give_voucher_back, use_voucher
from shop.events.base import Money, PostalAddress
from shop.events.orders import OrderPlaced
from shop.kernel import clock
from shop.kernel.bus import publish
from shop.kernel.identity import new_id, new_number
from shop.kernel.money import money
from shop.kernel.order_tokens import order_token
from shop.kernel.outbox.unit_of_work import unit_of_work
from shop.kernel.postal_codes import confirm_postal_code


@dataclass(frozen=True, kw_only=True)
class Buyer:
    """Who orders, where the parcel goes, whom to tell, and, with a token, how it is paid.

    Who `needs_link` is mailed one to the order; members who order find it in their account.
    """

    customer_id: UUID
    delivery_address: PostalAddress
    email: str = ""
    payment_token: str = ""
    shipping_method: str = ""
    needs_link: bool = False

    @property
    def destination(self) -> Destination:
        return Destination(
            country=self.delivery_address.country,
            postal_code=self.delivery_address.postal_code,
            shipping_method=self.shipping_method,
        )


@dataclass(frozen=True)
class PlacedOrder:
    """An order and its lines as they stand, usually just written."""

    order: Order
    lines: list[OrderLine]
    was_placed_before: bool = False

    @property
    def is_rejected(self) -> bool:
        """Whether nothing was ordered, for want of stock."""
        return self.order.state == OrderState.REJECTED


def placed_before(order: Order) -> PlacedOrder:
    """An order that stands since another time."""
    return PlacedOrder(order, list(order.lines.order_by("position")), was_placed_before=True)


@unit_of_work
def place_order(
    *,
    customer_id: UUID,
    lines: Sequence[WantedLine],
    delivery_address: PostalAddress,
    email: str = "",
    payment_token: str = "",
    shipping_method: str = "",
) -> PlacedOrder:
    """The order as it stands at the end of this unit of work: pending payment, or rejected.

    Without a shipping method it is sent in the usual way. Raises InvalidInput for quantities out of
    range, unknown SKUs or methods and a postal code that is none of its country, NotForSale for
    what is no longer sold. A shortage of stock is no error: the order is kept, rejected.
    """
    confirm_orderable(lines)
    buyer = Buyer(
        customer_id=customer_id,
        delivery_address=delivery_address,
        email=email,
        payment_token=payment_token,
        shipping_method=shipping_method,
    )
    agreed = agreed_prices(lines, buyer.destination, customer_id=customer_id)
    return place_agreed(buyer, agreed)


@unit_of_work
def place_agreed(buyer: Buyer, agreed: Agreement) -> PlacedOrder:
    """Writes the order at these prices; the one way into the shop for every order."""
    confirm_postal_code(buyer.delivery_address.postal_code, country=buyer.delivery_address.country)
    order = _new_order(buyer, agreed)
    priced = zip(agreed.lines, agreed.line_taxes, agreed.line_discounts, strict=True)
    order_lines = [_new_line(order, at, *line) for at, line in enumerate(priced, start=1)]
    sql.insert_order(
        _order_values(order),
        [_line_values(line) for line in order_lines],
        [_discount_values(order, order_lines, discount) for discount in agreed.discounts],
    )
    if agreed.voucher:
        use_voucher(agreed.voucher, order)
    publish(_placed(order, order_lines, buyer))
    order.state, order.pay_by, waits = sql.state_of(order.id)
    if waits:
        _note_awaited(order, order_lines)
    if order.state == OrderState.REJECTED:
        _note_shortage(order, order_lines)
        give_voucher_back(order)
    return PlacedOrder(order, order_lines)


def _new_order(buyer: Buyer, agreed: Agreement) -> Order:
    address, shipping = buyer.delivery_address, agreed.shipping
    return Order(
        number=new_number(),
        customer_id=buyer.customer_id,
        state=OrderState.PLACED,
        currency=agreed.currency,
        total=agreed.total,
        tax_total=agreed.tax,
        tax_included=agreed.policy.included,
        tax_rounding=agreed.policy.rounding,
        discount_total=agreed.discount,
        shipping_discount=agreed.shipping_discount,
        voucher_code=agreed.voucher.voucher_code if agreed.voucher else "",
        shipping_method=shipping.method if shipping else "",
        shipping_total=agreed.shipping_total,
        shipping_tax=agreed.shipping_tax,
        shipping_rate_id=shipping.rate_id if shipping else None,
        shipping_tax_rate_id=shipping.tax_rate_id if shipping else None,
        email=buyer.email,
        name=address.name,
        line1=address.line1,
        line2=address.line2,
        city=address.city,
        postal_code=address.postal_code,
        country=address.country,
        payment_token=buyer.payment_token,
        placed_at=clock.now(),
    )


def _new_line(
    order: Order, position: int, line: PricedLine, tax: Decimal, discount: Decimal
) -> OrderLine:
    return OrderLine(
        id=new_id(),
        order=order,
        position=position,
        sku=line.sku,
        title=line.title,
        quantity=line.quantity,
        unit_price=line.unit_price,
        tax_rate=line.tax_rate,
        gross=line.gross,
        discount=discount,
        offer_id=line.offer_id,
        tax_amount=tax,
        tax_rate_id=line.tax_rate_id,
        ticketed=line.ticketed,
        seats=list(line.seats),
    )


def _order_values(order: Order) -> list[sql.Value]:
    return [getattr(order, name) for name in sql.ORDER_COLUMNS]


def _line_values(line: OrderLine) -> list[sql.Value]:
    return [getattr(line, name) for name in sql.LINE_COLUMNS]


def _discount_values(
    order: Order, lines: Sequence[OrderLine], discount: Discount
) -> list[sql.Value]:
    line_id = None if discount.line is None else lines[discount.line].id
    promotion = discount.promotion
    return [order.id, line_id, promotion.id, promotion.voucher_id, discount.amount]


def _placed(order: Order, lines: Sequence[OrderLine], buyer: Buyer) -> OrderPlaced:
    token = order_token(customer_id=order.customer_id, order_id=order.id)
    return OrderPlaced(
        order_id=order.id,
        number=order.number,
        customer_id=order.customer_id,
        items=tuple(line.as_item(order.currency) for line in lines),
        total=order.total_money,
        email=order.email,
        delivery_address=order.delivery_address,
        payment_token=order.payment_token,
        shipping=money(order.shipping_total, order.currency),
        lookup_token=token if buyer.needs_link else "",
        discount=_if_any(order.discount_total, order),
        added_tax=None if order.tax_included else _if_any(order.tax_total, order),
    )


def _if_any(amount: Decimal, order: Order) -> Money | None:
    return money(amount, order.currency) if amount else None


def _note_awaited(order: Order, lines: Sequence[OrderLine]) -> None:
    """The lines of an order that waits say what is still to come."""
    awaited = sql.awaited_by_line(order.id)
    for line in lines:
        line.awaited, line.promised_for = awaited[line.id]


def _note_shortage(order: Order, lines: Sequence[OrderLine]) -> None:
    """The lines of a rejected order say how much could have been had."""
    if order.state == OrderState.REJECTED:
        available = sql.available_by_line(order.id)
        for line in lines:
            line.available, line.gone_seats = available[line.id]
