"""The hand-tuned statements of placing an order, the hottest path of the shop.

They go through Django's cursor, so that errors and query counts stay Django's.
"""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from functools import cache
from uuid import UUID

from django.db import connection

_OFFERS = """
SELECT offer.sku, offer.title, offer.price, offer.currency, offer.sellable,
       coalesce(tax.rate, 0), tax.id
FROM orders_offer offer
LEFT JOIN orders_taxrate tax ON tax.tax_class = offer.tax_class AND tax.country = %s
WHERE offer.sku IN ({places})
"""
ORDER_COLUMNS = (
    *("id", "number", "customer_id", "state", "currency", "total", "tax_total", "captured"),
    *("refunded", "email", "name", "line1", "line2", "city", "postal_code", "country"),
    *("payment_token", "tracking_number", "cancel_reason", "placed_at", "moved_at"),
)
LINE_COLUMNS = (
    *("order_id", "id", "position", "sku", "title", "quantity", "unit_price", "tax_rate"),
    *("tax_amount", "tax_rate_id", "shipped", "cancelled", "returned"),
)
_INSERT = """
WITH placed AS (INSERT INTO orders_order ({order_columns}) VALUES ({order_places}))
INSERT INTO orders_orderline ({line_columns}) VALUES {lines_places}
"""
# The token is handed on with the event and not kept.
_AWAIT_PAYMENT = """
UPDATE orders_order SET state = 'pending_payment', pay_by = %s, payment_token = ''
FROM (SELECT id, payment_token FROM orders_order WHERE id = %s AND state = 'placed') placed
WHERE orders_order.id = placed.id
RETURNING number, customer_id, total, currency, placed.payment_token
"""
_STATE = "SELECT state, pay_by FROM orders_order WHERE id = %s"

# Offers that are not named any more end, the named ones are written; no row is in both parts.
_WRITE_OFFERS = """
WITH ended AS (
    UPDATE orders_offer SET sellable = false, updated_at = %s
    WHERE product_id = %s AND sellable AND sku NOT IN ({skus})
)
INSERT INTO orders_offer (sku, product_id, title, price, currency, tax_class, sellable, updated_at)
VALUES {offers}
ON CONFLICT (sku) DO UPDATE SET
    product_id = excluded.product_id, title = excluded.title, price = excluded.price,
    currency = excluded.currency, tax_class = excluded.tax_class, sellable = excluded.sellable,
    updated_at = excluded.updated_at
"""

Value = str | int | Decimal | UUID | datetime | None
OfferRow = tuple[str, str, Decimal, str, bool, Decimal, int | None]


def offers_with_tax(skus: Sequence[str], country: str) -> list[OfferRow]:
    """sku, title, price, currency, sellable, tax rate and its id, for each SKU that is known."""
    with connection.cursor() as cursor:
        cursor.execute(_OFFERS.format(places=_places(len(skus))), [country, *skus])
        rows: list[OfferRow] = cursor.fetchall()
    return rows


def insert_order(order: Sequence[Value], lines: Sequence[Sequence[Value]]) -> None:
    """An order and its lines, their values in the order of the columns above."""
    values = [*order, *(value for line in lines for value in line)]
    with connection.cursor() as cursor:
        cursor.execute(_insert(len(lines)), values)


PendingRow = tuple[str, UUID, Decimal, str, str]


def await_payment(order_id: UUID, pay_by: datetime) -> PendingRow:
    """Moves a placed order on; returns number, customer, total, currency and payment token.

    Raises LookupError if there is no such order in state placed.
    """
    with connection.cursor() as cursor:
        cursor.execute(_AWAIT_PAYMENT, [pay_by, order_id])
        row: PendingRow | None = cursor.fetchone()
    if row is None:
        raise LookupError(f"There is no placed order {order_id}.")
    return row


def state_of(order_id: UUID) -> tuple[str, datetime | None]:
    """The order's state and until when its stock is held."""
    with connection.cursor() as cursor:
        cursor.execute(_STATE, [order_id])
        row: tuple[str, datetime | None] = cursor.fetchone()
    return row


def write_offers(
    product_id: UUID, offers: Sequence[tuple[str, str, Decimal, str, str]], at: datetime
) -> None:
    """The product is sold as these: sku, title, price, currency and tax class; others end.

    Their SKUs are sorted, so that two writers of the same rows cannot deadlock.
    """
    skus = [offer[0] for offer in offers]
    rows: list[Value] = [
        value
        for sku, title, price, currency, tax_class in offers
        for value in (sku, product_id, title, price, currency, tax_class, True, at)
    ]
    with connection.cursor() as cursor:
        cursor.execute(_write_offers(len(offers)), [at, product_id, *skus, *rows])


@cache
def _write_offers(count: int) -> str:
    return _WRITE_OFFERS.format(skus=_places(count), offers=", ".join([f"({_places(8)})"] * count))


@cache
def _insert(lines: int) -> str:
    line = f"({_places(len(LINE_COLUMNS))})"
    return _INSERT.format(
        order_columns=", ".join(ORDER_COLUMNS),
        order_places=_places(len(ORDER_COLUMNS)),
        line_columns=", ".join(LINE_COLUMNS),
        lines_places=", ".join([line] * lines),
    )


@cache
def _places(count: int) -> str:
    return ", ".join(["%s"] * count)
