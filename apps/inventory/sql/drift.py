"""Where the books do not agree: balances, the ledger they are sums of, holds, what is to come."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db import connection


class Drift(NamedTuple):
    """A balance of a place that is not what it must be, in units.

    `recorded` is what the row of stock says, which knows nothing of what is committed; `by_ledger`
    the sum of the movements; `by_holds` that of the open holds, where holds have a say; `by_papers`
    that of what open transfers and purchase orders say is to come.
    """

    sku: str
    warehouse: str
    balance: str
    recorded: int | None
    by_ledger: int
    by_holds: int | None
    by_papers: int | None = None

    def __str__(self) -> str:
        said = {
            "recorded": self.recorded,
            "by ledger": self.by_ledger,
            "by holds": self.by_holds,
            "by transfers and purchase orders": self.by_papers,
        }
        numbers = ", ".join(f"{units} {by}" for by, units in said.items() if units is not None)
        return f"{self.balance.replace('_', ' ')}: {numbers}"


_DRIFTS = """
WITH place AS (
    SELECT sku, warehouse_id AS warehouse, on_hand, reserved, damaged, quality_control,
        safety_stock, incoming
    FROM inventory_stock
), recorded AS (
    SELECT * FROM place WHERE {here}
), ledger AS (
    SELECT sku, warehouse, sum(on_hand)::bigint AS on_hand, sum(reserved)::bigint AS reserved,
        sum(committed)::bigint AS committed, sum(damaged)::bigint AS damaged,
        sum(quality_control)::bigint AS quality_control, sum(safety_stock)::bigint AS safety_stock,
        sum(incoming)::bigint AS incoming
    FROM inventory_movement WHERE {here} GROUP BY sku, warehouse
), held AS (
    SELECT sku, warehouse, sum(quantity)::bigint AS reserved,
        (sum(quantity) FILTER (WHERE state = 'committed'))::bigint AS committed
    FROM inventory_hold JOIN inventory_reservation ON order_id = reservation_id
    WHERE state IN ('held', 'committed') AND {here} GROUP BY sku, warehouse
), paper AS (
    SELECT sku, destination_id AS warehouse, quantity - received - missing AS units
    FROM inventory_transferline JOIN inventory_transfer transfer ON transfer.id = transfer_id
    WHERE state IN ('shipped', 'partly_received')
    UNION ALL
    SELECT sku, warehouse, outstanding FROM inventory_expectedunits WHERE outstanding > 0
), coming AS (
    SELECT sku, warehouse, sum(units)::bigint AS units
    FROM paper WHERE {here} GROUP BY sku, warehouse
)
SELECT sku, warehouse, balance, said_by_stock, said_by_ledger, said_by_holds, said_by_papers
FROM recorded
FULL JOIN ledger USING (sku, warehouse) FULL JOIN held USING (sku, warehouse)
FULL JOIN coming USING (sku, warehouse)
CROSS JOIN LATERAL (
    SELECT balance, coalesce(ledger_sum, 0) AS said_by_ledger,
        CASE WHEN balance <> 'committed' THEN coalesce(stock_row, 0) END AS said_by_stock,
        CASE WHEN balance IN ('reserved', 'committed') THEN coalesce(holds_sum, 0) END
            AS said_by_holds,
        CASE WHEN balance = 'incoming' THEN coalesce(coming.units, 0) END AS said_by_papers
    FROM (VALUES
        ('on_hand', recorded.on_hand, ledger.on_hand, NULL),
        ('reserved', recorded.reserved, ledger.reserved, held.reserved),
        ('committed', NULL, ledger.committed, held.committed),
        ('damaged', recorded.damaged, ledger.damaged, NULL),
        ('quality_control', recorded.quality_control, ledger.quality_control, NULL),
        ('safety_stock', recorded.safety_stock, ledger.safety_stock, NULL),
        ('incoming', recorded.incoming, ledger.incoming, NULL)
    ) AS sums (balance, stock_row, ledger_sum, holds_sum)
) AS compared
WHERE said_by_stock <> said_by_ledger OR said_by_holds <> said_by_ledger
   OR said_by_papers <> said_by_ledger
ORDER BY sku, warehouse, balance
"""


def drifts() -> list[Drift]:
    """Every balance that does not add up; reads the whole ledger."""
    return _found("true", [])


def drifts_of(sku: str, warehouse: str) -> list[Drift]:
    """Those of one place, all as they were in the same moment."""
    return _found("(sku, warehouse) = (%s, %s)", [sku, warehouse] * 4)


def _found(here: str, values: Sequence[str]) -> list[Drift]:
    with connection.cursor() as cursor:
        cursor.execute(_DRIFTS.format(here=here), values)
        return [Drift(*row) for row in cursor.fetchall()]
