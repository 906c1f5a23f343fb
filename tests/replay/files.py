"""The real files as tables of DuckDB: who wants to know what must come out asks them, not the shop.

`history` has one row an order: what it tells of money and moments, when its buyer's time to pay is
over, and when an order that was given up was so, which the files do not tell: a day after the last
that is known of it. `wanted` is what each order wants of each product, `seeded` what lies on the
shelves at first.
"""

from pathlib import Path

import duckdb

PAYING_DAYS = 7
"""So long units are held for whoever has not paid: people went to a bank with a slip of paper."""

_TABLES = """
CREATE TABLE history AS
WITH goods AS (
    SELECT order_id, sum(price + freight_value) AS price, sum(freight_value) AS freight,
           count(*) AS items
    FROM items GROUP BY order_id
), money AS (
    SELECT order_id, sum(payment_value) AS paid, count(*) AS payments
    FROM payments GROUP BY order_id
)
SELECT order_id, customer_unique_id AS customer, lpad(customer_zip_code_prefix, 5, '0') AS zip,
       customer_city AS city, order_status AS status, coalesce(items, 0) AS items,
       price, freight, coalesce(payments, 0) AS payments, paid,
       order_purchase_timestamp AS placed, order_approved_at AS approved,
       order_delivered_carrier_date AS carried, order_delivered_customer_date AS delivered,
       order_estimated_delivery_date AS promised,
       -- Whoever tries to pay, and pays something else, is given as long again from then on.
       greatest(order_purchase_timestamp, CASE
           WHEN abs(paid - price) > 0.01
            AND order_approved_at < order_purchase_timestamp + INTERVAL {days} DAY
           THEN order_approved_at END) + INTERVAL {days} DAY + INTERVAL 5 SECOND AS lapses,
       CASE WHEN order_status IN ('canceled', 'unavailable') THEN greatest(
           order_purchase_timestamp, order_approved_at, order_delivered_carrier_date,
           order_delivered_customer_date) + INTERVAL 1 DAY END AS given_up
FROM orders JOIN customers USING (customer_id)
LEFT JOIN goods USING (order_id) LEFT JOIN money USING (order_id)
ORDER BY placed, order_id {limit};

CREATE TABLE lines AS
SELECT order_id, order_item_id AS position, product_id AS sku, price
FROM items SEMI JOIN history USING (order_id);

CREATE TABLE wanted AS
SELECT order_id, sku, count(*)::INTEGER AS units FROM lines GROUP BY ALL;

-- Of every sixteenth product there is half of what was ever wanted, of all others as much.
CREATE TABLE seeded AS
SELECT sku, (sum(units) // CASE WHEN sku LIKE '%0' THEN 2 ELSE 1 END)::INTEGER AS units
FROM wanted GROUP BY sku;
"""
_READ = """
CREATE TABLE {name} AS FROM read_csv('{path}', header = true, quote = '"', types = {types})
"""
_MONEY = "{'price': 'DECIMAL(12,2)', 'freight_value': 'DECIMAL(12,2)'}"
_FILES = {
    "orders": ("olist_orders_dataset", "{}"),
    "items": ("olist_order_items_dataset", _MONEY),
    "payments": ("olist_order_payments_dataset", "{'payment_value': 'DECIMAL(12,2)'}"),
    "customers": ("olist_customers_dataset", "{'customer_zip_code_prefix': 'VARCHAR'}"),
}


def opened(folder: Path, *, orders: int | None = None) -> duckdb.DuckDBPyConnection:
    """The history in the folder, or only its first so many orders with all that became of them."""
    books = duckdb.connect()
    for name, (file, types) in _FILES.items():
        path = folder / f"{file}.csv.gz"
        books.execute(_READ.format(name=name, path=path, types=types))
    limit = "" if orders is None else f"LIMIT {orders}"
    books.execute(_TABLES.format(days=PAYING_DAYS, limit=limit))
    return books
