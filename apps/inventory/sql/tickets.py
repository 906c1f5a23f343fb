"""Where tickets are not what balances and reservations say."""

from typing import NamedTuple

from django.db import connection


class TicketDrift(NamedTuple):
    """What is wrong with the tickets of a SKU, or with one of them."""

    subject: str
    sentence: str


# Tickets that were handed out left the stock with the other units of their order.
_COUNTS = """
WITH ticket AS (
    SELECT sku, warehouse, count(*) AS all_of_them,
        count(*) FILTER (WHERE kept.state IN ('held', 'committed')) AS reserved,
        count(*) FILTER (WHERE kept.state IN ('shipped', 'returned')) AS handed_out
    FROM inventory_ticket LEFT JOIN inventory_reservation kept USING (order_id)
    GROUP BY sku, warehouse
), stock AS (
    SELECT sku, warehouse_id AS warehouse, on_hand, reserved FROM inventory_stock WHERE ticketed
)
SELECT sku, warehouse, coalesce(all_of_them - handed_out, 0), coalesce(stock.on_hand, 0),
    coalesce(ticket.reserved, 0), coalesce(stock.reserved, 0)
FROM ticket FULL JOIN stock USING (sku, warehouse)
WHERE coalesce(all_of_them - handed_out, 0) <> coalesce(stock.on_hand, 0)
    OR coalesce(ticket.reserved, 0) <> coalesce(stock.reserved, 0)
ORDER BY sku, warehouse
"""
_STATES = """
SELECT ticket.sku, number, seat, ticket.state, kept.state
FROM inventory_ticket ticket LEFT JOIN inventory_reservation kept USING (order_id)
WHERE order_id IS NOT NULL AND ticket.state IS DISTINCT FROM CASE
    WHEN kept.state = 'held' THEN 'reserved'
    WHEN kept.state IN ('committed', 'shipped', 'returned') THEN 'sold' END
ORDER BY ticket.sku, number
"""
_HOLDS = """
SELECT hold.reservation_id, hold.sku, hold.quantity, count(ticket.id)
FROM inventory_hold hold JOIN inventory_reservation kept ON kept.order_id = hold.reservation_id
LEFT JOIN inventory_ticket ticket ON ticket.order_id = kept.order_id AND ticket.sku = hold.sku
WHERE hold.ticketed AND kept.state NOT IN ('released', 'rejected')
GROUP BY hold.reservation_id, hold.sku, hold.quantity
HAVING hold.quantity <> count(ticket.id)
ORDER BY 1, 2
"""


def ticket_drifts() -> list[TicketDrift]:
    """Counts that differ from balances, states that differ from reservations, holds without all."""
    return [*_wrong_counts(), *_wrong_states(), *_wrong_holds()]


def _wrong_counts() -> list[TicketDrift]:
    return [
        TicketDrift(
            f"tickets of {sku} in {warehouse}",
            f"on hand: {here} tickets, {on_hand} in stock;"
            f" reserved: {kept} tickets, {reserved} in stock.",
        )
        for sku, warehouse, here, on_hand, kept, reserved in _rows(_COUNTS)
    ]


def _wrong_states() -> list[TicketDrift]:
    return [
        TicketDrift(
            f"ticket {sku} {seat or number}",
            f"It is {state}; the reservation of its order is {kept or 'missing'}.",
        )
        for sku, number, seat, state, kept in _rows(_STATES)
    ]


def _wrong_holds() -> list[TicketDrift]:
    return [
        TicketDrift(
            f"hold of order {order_id}", f"It has {tickets} tickets of {sku} for {units} units."
        )
        for order_id, sku, units, tickets in _rows(_HOLDS)
    ]


def _rows(statement: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())
