"""Placing an order: prices are agreed, the order is written, and the others are told."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from apps.orders import sql
from apps.orders.models import Order, OrderLine, OrderState
from apps.orders.rules import PricedLine, tax_of, total_of
from shop.events.base import PostalAddress
from shop.events.orders import OrderPlaced
from shop.kernel import clock
from shop.kernel.bus import publish
from shop.kernel.errors import DomainError, InvalidInput
from shop.kernel.identity import new_id, new_number
from shop.kernel.outbox.unit_of_work import unit_of_work

MOST_LINES = 100
MOST_UNITS = 10_000


@dataclass(frozen=True)
class WantedLine:
    """So many units of one SKU."""

    sku: str
    quantity: int


@dataclass(frozen=True)
class PlacedOrder:
    """An order and its lines, as they were just written."""

    order: Order
    lines: list[OrderLine]


@unit_of_work
def place_order(
    *,
    customer_id: UUID,
    lines: Sequence[WantedLine],
    delivery_address: PostalAddress,
    email: str = "",
    payment_token: str = "",
) -> PlacedOrder:
    """The order as it stands at the end of this unit of work: pending payment, or rejected.

    Raises InvalidInput for quantities out of range and unknown SKUs, DomainError for what is no
    longer sold. A shortage of stock is no error: the order is kept, rejected.
    """
    _check(lines)
    priced = _priced(lines, delivery_address.country)
    order = _new_order(customer_id, priced, delivery_address, email)
    order.payment_token = payment_token
    order_lines = [_new_line(order, place, line) for place, line in enumerate(priced, start=1)]
    sql.insert_order(_order_values(order), [_line_values(line) for line in order_lines])
    publish(_placed(order, order_lines, payment_token))
    order.state, order.pay_by = sql.state_of(order.id)
    return PlacedOrder(order, _lines_with_shortage(order) or order_lines)


def _check(lines: Sequence[WantedLine]) -> None:
    if not 1 <= len(lines) <= MOST_LINES:
        raise InvalidInput(f"An order has between 1 and {MOST_LINES} lines.")
    for line in lines:
        if not 1 <= line.quantity <= MOST_UNITS:
            raise InvalidInput(
                f"{line.quantity} units of {line.sku} cannot be ordered:"
                f" a line has between 1 and {MOST_UNITS}."
            )


def _priced(lines: Sequence[WantedLine], country: str) -> list[PricedLine]:
    wanted = sorted({line.sku for line in lines})
    offers = {row[0]: row for row in sql.offers_with_tax(wanted, country)}
    _refuse_unknown([sku for sku in wanted if sku not in offers])
    _refuse_ended([sku for sku in wanted if not offers[sku][4]])
    _refuse_mixed_currencies({row[3] for row in offers.values()})
    return [_priced_line(line, offers[line.sku]) for line in lines]


def _priced_line(line: WantedLine, offer: sql.OfferRow) -> PricedLine:
    sku, title, price, currency, _, rate, rate_id = offer
    return PricedLine(
        sku=sku,
        title=title,
        quantity=line.quantity,
        unit_price=price,
        tax_rate=rate,
        tax_rate_id=rate_id,
        currency=currency,
    )


def _refuse_unknown(skus: list[str]) -> None:
    if skus:
        raise InvalidInput(f"There is nothing called {', '.join(skus)}.", details={"skus": skus})


def _refuse_ended(skus: list[str]) -> None:
    if skus:
        raise DomainError(f"No longer for sale: {', '.join(skus)}.", details={"skus": skus})


def _refuse_mixed_currencies(currencies: set[str]) -> None:
    if len(currencies) > 1:
        raise InvalidInput(f"One order has one currency, not {' and '.join(sorted(currencies))}.")


def _new_order(
    customer_id: UUID, lines: list[PricedLine], address: PostalAddress, email: str
) -> Order:
    return Order(
        number=new_number(),
        customer_id=customer_id,
        state=OrderState.PLACED,
        currency=lines[0].currency,
        total=total_of(lines),
        tax_total=tax_of(lines),
        email=email,
        name=address.name,
        line1=address.line1,
        line2=address.line2,
        city=address.city,
        postal_code=address.postal_code,
        country=address.country,
        placed_at=clock.now(),
    )


def _new_line(order: Order, position: int, line: PricedLine) -> OrderLine:
    return OrderLine(
        id=new_id(),
        order=order,
        position=position,
        sku=line.sku,
        title=line.title,
        quantity=line.quantity,
        unit_price=line.unit_price,
        tax_rate=line.tax_rate,
        tax_amount=line.tax,
        tax_rate_id=line.tax_rate_id,
    )


def _order_values(order: Order) -> list[sql.Value]:
    return [getattr(order, name) for name in sql.ORDER_COLUMNS]


def _line_values(line: OrderLine) -> list[sql.Value]:
    return [getattr(line, name) for name in sql.LINE_COLUMNS]


def _placed(order: Order, lines: list[OrderLine], payment_token: str) -> OrderPlaced:
    return OrderPlaced(
        order_id=order.id,
        number=order.number,
        customer_id=order.customer_id,
        items=tuple(line.as_item(order.currency) for line in lines),
        total=order.total_money,
        email=order.email,
        delivery_address=order.delivery_address,
        payment_token=payment_token,
    )


def _lines_with_shortage(order: Order) -> list[OrderLine]:
    if order.state != OrderState.REJECTED:
        return []
    return list(OrderLine.objects.filter(order_id=order.id).order_by("position"))
