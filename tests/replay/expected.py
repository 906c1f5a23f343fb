"""What must come out of the replay, told by the files alone.

Only which orders came too late for their goods is the shop's word (table `short`), because every
later order depends on it; `wrong_shortages` judges that word by sums over all orders before.
"""

from collections.abc import Collection

import duckdb

Units = dict[str, tuple[int, int]]
"""By SKU, how many units are on hand, and how many of these are reserved."""

NO_ITEMS = "has no items"
SHORT = "wants more than is there"
OTHER_AMOUNT = "is paid another amount"
UNPAID_PARCEL = "is handed over before it is paid"
EARLY_DELIVERY = "is delivered before it is handed over"
NOT_PAID = "is not paid in time"
LATE_CANCELLATION = "is cancelled after it was handed over"

# Each row of `broken` is a moment at which a rule is broken; what comes first stops the order.
_REFUSED = f"""
CREATE TABLE short AS SELECT unnest($short::VARCHAR[]) AS order_id;

CREATE TABLE told AS
SELECT *, CASE WHEN approved < lapses AND payments > 0 AND abs(paid - price) <= 0.01
    THEN approved END AS paid_at
FROM history;

CREATE TABLE refused AS
WITH broken AS (
    SELECT order_id, placed AS moment, 0 AS rank, '{NO_ITEMS}' AS reason
    FROM told WHERE items = 0
    UNION ALL SELECT order_id, placed, 1, '{SHORT}' FROM told SEMI JOIN short USING (order_id)
    UNION ALL SELECT order_id, approved, 2, '{OTHER_AMOUNT}' FROM told
    WHERE approved < lapses AND payments > 0 AND paid_at IS NULL
    UNION ALL SELECT order_id, carried, 3, '{UNPAID_PARCEL}' FROM told
    WHERE carried < paid_at OR (carried IS NOT NULL AND paid_at IS NULL)
    UNION ALL SELECT order_id, delivered, 4, '{EARLY_DELIVERY}' FROM told
    WHERE delivered < carried OR (delivered IS NOT NULL AND carried IS NULL)
    UNION ALL SELECT order_id, lapses, 5, '{NOT_PAID}' FROM told WHERE paid_at IS NULL
    UNION ALL SELECT order_id, given_up, 6, '{LATE_CANCELLATION}' FROM told
    WHERE given_up IS NOT NULL AND carried IS NOT NULL
)
SELECT order_id, arg_min(reason, (moment, rank)) AS reason FROM broken GROUP BY order_id;

-- Of every order that got its goods: when they were free again, or that they left the house.
CREATE TABLE kept AS
SELECT told.*, reason,
    CASE WHEN paid_at IS NULL OR reason = '{UNPAID_PARCEL}' THEN lapses
         WHEN reason = '{EARLY_DELIVERY}' AND delivered < paid_at THEN lapses
         WHEN reason IS NULL THEN given_up END AS free_again,
    carried IS NOT NULL AND (reason IS NULL OR reason = '{LATE_CANCELLATION}') AS has_left
FROM told LEFT JOIN refused USING (order_id)
WHERE reason IS NULL OR reason NOT IN ('{NO_ITEMS}', '{SHORT}');
"""  # noqa: S608 - our own words
_UNITS = """
SELECT sku, seeded.units - coalesce(sum(wanted.units) FILTER (has_left), 0)::INTEGER,
    coalesce(sum(wanted.units) FILTER (NOT has_left AND free_again IS NULL), 0)::INTEGER
FROM seeded LEFT JOIN (wanted JOIN kept USING (order_id)) AS wanted USING (sku)
GROUP BY sku, seeded.units
"""
# What others had of a product in the moment in which an order came for it.
_WRONG_SHORTAGES = """
WITH moves AS (
    SELECT sku, placed AS moment, 0 AS rank, order_id, units AS wants,
        CASE WHEN order_id IN (FROM short) THEN 0 ELSE units END AS takes
    FROM wanted JOIN history USING (order_id)
    UNION ALL
    SELECT sku, free_again, 5, order_id, 0, -units FROM wanted JOIN kept USING (order_id)
    WHERE free_again IS NOT NULL
), seen AS (
    SELECT *, seeded.units - coalesce(sum(takes) OVER (
        PARTITION BY sku ORDER BY moment, rank, order_id
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS free
    FROM moves JOIN seeded USING (sku)
)
SELECT order_id FROM seen WHERE rank = 0 GROUP BY order_id
HAVING bool_or(wants > free) <> (order_id IN (FROM short))
"""


def tell(books: duckdb.DuckDBPyConnection, *, short: Collection[str]) -> None:
    """Writes down what follows if these orders came too late for their goods."""
    for statement in _REFUSED.split(";\n"):
        values = {"short": list(short)} if "$short" in statement else None
        books.execute(statement, values)


def refusals(books: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Why which order is refused."""
    return dict(books.execute("SELECT order_id, reason FROM refused").fetchall())


def units(books: duckdb.DuckDBPyConnection) -> Units:
    """What lies on the shelves in the end."""
    return {sku: (there, kept) for sku, there, kept in books.execute(_UNITS).fetchall()}


def wrong_shortages(books: duckdb.DuckDBPyConnection) -> list[str]:
    """Orders that were refused although everything was there, or got what was not there."""
    return [order_id for (order_id,) in books.execute(_WRONG_SHORTAGES).fetchall()]
