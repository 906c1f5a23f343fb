"""What there is to know about suppliers and purchase orders. Reads only."""

from apps.suppliers.queries.files import (
    ArticleRow,
    OrderRow,
    all_order_rows,
    article_rows,
    known_numbers,
)
from apps.suppliers.queries.lead_times import lead_times, lead_times_learned
from apps.suppliers.queries.orders import (
    LastMove,
    OwedUnits,
    delivery_on_its_way,
    is_on_order,
    known_suppliers,
    last_moves,
    order_that_is,
    owed_units,
    supplier_of,
    wanted_order,
    with_total,
)

__all__ = [
    "ArticleRow",
    "LastMove",
    "OrderRow",
    "OwedUnits",
    "all_order_rows",
    "article_rows",
    "delivery_on_its_way",
    "is_on_order",
    "known_numbers",
    "known_suppliers",
    "last_moves",
    "lead_times",
    "lead_times_learned",
    "order_that_is",
    "owed_units",
    "supplier_of",
    "wanted_order",
    "with_total",
]
