"""The statements that follow the catalog."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection

from apps.orders.sql.values import Value, places

# A planned price ends with its offer; one that has not begun never does.
_CUT = """CASE WHEN kind = 1 AND upper(valid_during) > %s
        THEN tstzrange(lower(valid_during), greatest(lower(valid_during), %s))
        ELSE valid_during END"""
_WITHDRAW = f"""
UPDATE orders_offer SET sellable = false, updated_at = %s, valid_during = {_CUT}
WHERE product_id = %s AND sellable
"""  # noqa: S608 - constant text only
# What was planned before ends at that moment, or never begins; then the new begins.
_PLAN = """
WITH listed AS (
    SELECT * FROM orders_offer WHERE sku = %(sku)s AND kind = 0 AND upper_inf(valid_during)
), ended AS (
    UPDATE orders_offer offer SET updated_at = %(since)s,
        valid_during = tstzrange(lower(offer.valid_during), %(since)s)
    WHERE sku = %(sku)s AND kind = 1 AND valid_during @> %(since)s
        AND lower(valid_during) < %(since)s
    RETURNING 1
), gone AS (
    DELETE FROM orders_offer
    WHERE sku = %(sku)s AND kind = 1 AND lower(valid_during) >= %(since)s
    RETURNING 1
), made_room AS (
    SELECT (SELECT count(*) FROM ended) + (SELECT count(*) FROM gone) AS rows
), begun AS (
    INSERT INTO orders_offer (sku, kind, product_id, title, price, currency, tax_class, sellable,
        valid_during, updated_at, ticketed, sold_until)
    SELECT sku, 1, product_id, title, planned.price, planned.currency, tax_class, sellable,
        tstzrange(greatest(starts, %(since)s), ends), %(since)s, ticketed, sold_until
    FROM listed, made_room,
        unnest(%(prices)s::numeric[], %(currencies)s::text[], %(starts)s::timestamptz[],
            %(ends)s::timestamptz[]) AS planned (price, currency, starts, ends)
    WHERE made_room.rows >= 0
)
SELECT count(*) FROM listed
"""
# Offers that are not named any more end. Of the named ones all that is not over is brought up to
# date; a listed price that changed ends now, and its successor begins at the same moment. One that
# begins only now is put right in its place.
_WRITE_OFFERS = """
WITH offered (sku, title, price, currency, tax_class) AS (VALUES {offers}),
ended AS (
    UPDATE orders_offer SET sellable = false, updated_at = %s, valid_during = {cut}
    WHERE product_id = %s AND sellable AND sku NOT IN ({skus})
),
known AS (
    UPDATE orders_offer offer SET
        product_id = %s, title = offered.title, tax_class = offered.tax_class, sellable = true,
        updated_at = %s, ticketed = %s, sold_until = %s,
        price = CASE WHEN offer.kind = 0 AND lower(valid_during) >= %s
            THEN offered.price ELSE offer.price END,
        currency = CASE WHEN offer.kind = 0 AND lower(valid_during) >= %s
            THEN offered.currency ELSE offer.currency END,
        valid_during = CASE WHEN offer.kind = 0
            AND (offer.price, offer.currency) <> (offered.price, offered.currency)
            AND (lower_inf(valid_during) OR lower(valid_during) < %s)
            THEN tstzrange(lower(valid_during), %s) ELSE valid_during END
    FROM offered
    WHERE offer.sku = offered.sku
      AND (upper_inf(offer.valid_during) OR offer.kind = 1 AND upper(offer.valid_during) > %s)
    RETURNING offer.sku, offer.kind, offer.valid_during
)
INSERT INTO orders_offer
    (sku, kind, product_id, title, price, currency, tax_class, sellable, valid_during, updated_at,
     ticketed, sold_until)
SELECT offered.sku, 0, %s, offered.title, offered.price, offered.currency, offered.tax_class, true,
       tstzrange(upper(known.valid_during), NULL), %s, %s, %s
FROM offered LEFT JOIN known ON known.sku = offered.sku AND known.kind = 0
WHERE known.sku IS NULL OR NOT upper_inf(known.valid_during)
ORDER BY offered.sku
"""
_CHANGE_PRICE = """
WITH known AS (
    UPDATE orders_offer SET updated_at = %s,
        price = CASE WHEN lower(valid_during) >= %s THEN %s ELSE price END,
        currency = CASE WHEN lower(valid_during) >= %s THEN %s ELSE currency END,
        valid_during = CASE WHEN lower_inf(valid_during) OR lower(valid_during) < %s
            THEN tstzrange(lower(valid_during), %s) ELSE valid_during END
    WHERE sku = %s AND kind = 0 AND upper_inf(valid_during) AND (price, currency) <> (%s, %s)
    RETURNING *
)
INSERT INTO orders_offer
    (sku, kind, product_id, title, price, currency, tax_class, sellable, valid_during, updated_at,
     ticketed, sold_until)
SELECT sku, 0, product_id, title, %s, %s, tax_class, sellable,
       tstzrange(upper(valid_during), NULL), updated_at, ticketed, sold_until
FROM known WHERE NOT upper_inf(valid_during)
"""


def write_offers(
    product_id: UUID,
    offers: Sequence[tuple[str, str, Decimal, str, str]],
    at: datetime,
    *,
    sold_until: datetime | None,
) -> None:
    """The product is sold as these: sku, title, price, currency and tax class; others end.

    What is `sold_until` a moment are tickets; goods are sold for ever.

    Their SKUs are sorted, so that two writers of the same rows cannot deadlock.
    """
    skus = [offer[0] for offer in offers]
    rows = [value for offer in offers for value in offer]
    ended: list[Value] = [at, at, at, product_id, *skus]
    ticketed = sold_until is not None
    known: list[Value] = [product_id, at, ticketed, sold_until, at, at, at, at, at]
    new: list[Value] = [product_id, at, ticketed, sold_until]
    with connection.cursor() as cursor:
        cursor.execute(_write_offers(len(offers)), [*rows, *ended, *known, *new])


def change_listed_price(sku: str, price: Decimal, currency: str, at: datetime) -> None:
    """From then on the SKU is listed at this price; until then at the price that it had."""
    known: list[Value] = [at, at, price, at, currency, at, at, sku, price, currency]
    with connection.cursor() as cursor:
        cursor.execute(_CHANGE_PRICE, [*known, price, currency])


def plan_prices(
    sku: str, planned: Sequence[tuple[Decimal, str, datetime, datetime]], *, since: datetime
) -> bool:
    """From `since` on the SKU has these planned prices: amount, currency, begin and end.

    False if it is not for sale.
    """
    prices, currencies, starts, ends = zip(*planned, strict=True) if planned else [()] * 4
    # Django's stubs know no lists, psycopg does.
    values: Any = {
        "sku": sku,
        "since": since,
        "prices": list(prices),
        "currencies": list(currencies),
        "starts": list(starts),
        "ends": list(ends),
    }
    with connection.cursor() as cursor:
        cursor.execute(_PLAN, values)
        return bool(cursor.fetchone()[0])


def withdraw_offers(product_id: UUID, at: datetime) -> None:
    """Nothing of the product is sold from then on, and none of its prices is planned."""
    with connection.cursor() as cursor:
        cursor.execute(_WITHDRAW, [at, at, at, product_id])


@cache
def _write_offers(count: int) -> str:
    row = "(%s::text, %s::text, %s::numeric, %s::text, %s::text)"
    return _WRITE_OFFERS.format(cut=_CUT, skus=places(count), offers=", ".join([row] * count))
