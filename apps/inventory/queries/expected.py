"""What is to come from suppliers, and when."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from apps.inventory.models import ExpectedUnits


@dataclass(frozen=True, kw_only=True)
class ExpectedSupply:
    """Units of a SKU that a supplier still owes, of the purchase order of that number."""

    purchase_order_id: UUID
    number: str
    supplier: str
    sku: str
    warehouse: str
    units: int
    expected_on: date


def expected_supplies(skus: Collection[str]) -> list[ExpectedSupply]:
    """What is still to come of these SKUs, what comes first first."""
    return _told(ExpectedUnits.objects.filter(sku__in=skus))


def all_expected_supplies() -> list[ExpectedSupply]:
    """What is still to come of every SKU, what comes first first."""
    return _told(ExpectedUnits.objects.all())


def _told(rows: QuerySet[ExpectedUnits]) -> list[ExpectedSupply]:
    return [
        ExpectedSupply(
            purchase_order_id=row.purchase_order_id,
            number=row.number,
            supplier=row.supplier,
            sku=row.sku,
            warehouse=row.warehouse,
            units=row.outstanding,
            expected_on=row.expected_on,
        )
        for row in rows.filter(outstanding__gt=0).order_by("expected_on", "id")
    ]
