"""What there is to know about the stock. Reads only."""

from apps.inventory.queries.counts import (
    ReportedLine,
    VarianceReport,
    count_sheet,
    variance_report,
    with_progress,
)
from apps.inventory.queries.reservations import (
    HeldUnits,
    OverdueReservation,
    held_for,
    held_units_of,
    lapsed_orders,
    lapsed_reservations,
    reservations_overdue,
)
from apps.inventory.queries.stock import (
    Announced,
    LedgerLine,
    RecordedStock,
    all_recorded_stock,
    announced,
    availability_of,
    latest_movements_of,
    ledger_drift,
    stock_as_of,
    stock_as_recorded,
    warehouse_codes,
)
from apps.inventory.queries.surroundings import Surroundings

__all__ = [
    "Announced",
    "HeldUnits",
    "LedgerLine",
    "OverdueReservation",
    "RecordedStock",
    "ReportedLine",
    "Surroundings",
    "VarianceReport",
    "all_recorded_stock",
    "announced",
    "availability_of",
    "count_sheet",
    "held_for",
    "held_units_of",
    "lapsed_orders",
    "lapsed_reservations",
    "latest_movements_of",
    "ledger_drift",
    "reservations_overdue",
    "stock_as_of",
    "stock_as_recorded",
    "variance_report",
    "warehouse_codes",
    "with_progress",
]
