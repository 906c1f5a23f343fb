"""What buyers and staff remember, compared with the shop's books by sums of their own."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from tests.faults.books import Database
from tests.faults.storm.goods import SKUS
from tests.faults.storm.record import Record

DEADLOCKS = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
# From what orders say, not from what inventory says of itself.
_SOLD = """
SELECT line.sku, sum(line.quantity)::integer FROM orders_orderline line
JOIN orders_order ON orders_order.id = line.order_id
WHERE orders_order.state IN ('confirmed', 'shipped', 'delivered') AND line.sku = ANY(%s)
GROUP BY line.sku
"""
_PLACES = """
SELECT sku, warehouse_id, on_hand, reserved, incoming FROM inventory_stock WHERE sku = ANY(%s)
"""
_ORDERS = """
SELECT DISTINCT orders_order.id::text, orders_order.state FROM orders_order
JOIN orders_orderline line ON line.order_id = orders_order.id WHERE line.sku = ANY(%s)
"""


def wrong_books(database: Database, record: Record, staff: Mapping[str, Any]) -> list[str]:
    """Everything in which the memories and the books differ, once all orders have ended."""
    return [*_wrong_units(database, staff), *_wrong_orders(database, record)]


def sold(database: Database) -> Counter[str]:
    """Units by SKU in orders that are their buyers'."""
    return Counter(dict(database.execute(_SOLD, [list(SKUS)]).fetchall()))


def ends(database: Database) -> Counter[str]:
    """How many orders there are in each state."""
    return Counter(state for _, state in database.execute(_ORDERS, [list(SKUS)]))


def _wrong_units(database: Database, staff: Mapping[str, Any]) -> Iterator[str]:
    on_hand: Counter[str] = Counter()
    for sku, warehouse, there, reserved, incoming in database.execute(_PLACES, [list(SKUS)]):
        on_hand[sku] += there
        if there < 0 or reserved or incoming:
            yield f"{sku} in {warehouse}: {there} on hand, {reserved} reserved, {incoming} incoming"
    gone = sold(database)
    for sku in SKUS:
        came = staff["received"].get(sku, 0) + staff["counted"].get(sku, 0)
        came -= staff["lost"].get(sku, 0)
        if gone[sku] > came:
            yield f"{sku} is oversold: {gone[sku]} units of {came}"
        if on_hand[sku] != came - gone[sku]:
            yield f"{sku}: {came} came, {gone[sku]} were sold, and {on_hand[sku]} are on hand"


def _wrong_orders(database: Database, record: Record) -> Iterator[str]:
    states = dict(database.execute(_ORDERS, [list(SKUS)]).fetchall())
    rejected = {order_id for order_id, state in states.items() if state == "rejected"}
    if lost := record.accepted - states.keys():
        yield f"{len(lost)} orders were accepted and are not there"
    if denied := record.accepted & rejected:
        yield f"{len(denied)} orders were accepted and are rejected"
    if len(rejected) != record.rejected:
        yield f"{record.rejected} orders were refused, {len(rejected)} are rejected"
    if unknown := states.keys() - rejected - record.accepted:
        yield f"{len(unknown)} orders are there of which nobody was told"
