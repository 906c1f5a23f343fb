"""The statements that follow the catalog."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from functools import cache
from uuid import UUID

from django.db import connection

from apps.orders.sql.values import Value, places

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
    return _WRITE_OFFERS.format(skus=places(count), offers=", ".join([f"({places(8)})"] * count))
