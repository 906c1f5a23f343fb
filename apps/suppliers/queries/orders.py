"""What was asked of suppliers, and what is still to come."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, Max, QuerySet, Sum
from django.db.models.functions import Greatest

from apps.suppliers.models import (
    AT_SUPPLIER,
    IS_OUTSTANDING,
    OPEN,
    Despatch,
    PurchaseOrder,
    PurchaseOrderLine,
    PurchaseOrderState,
    Receipt,
    Supplier,
)
from apps.suppliers.rules import SupplierOrder, WantedItem, WantedOrder


@dataclass(frozen=True, kw_only=True)
class OwedUnits:
    """Units of a SKU that are still to come of a purchase order."""

    number: str
    sku: str
    warehouse: str
    units: int


@dataclass(frozen=True, kw_only=True)
class LastMove:
    """When something happened to a purchase order last."""

    number: str
    at: datetime


def is_on_order(sku: str) -> bool:
    """Whether somebody was asked for the SKU, or is about to be, and it did not come yet."""
    return PurchaseOrderLine.objects.filter(IS_OUTSTANDING, sku=sku, order__state__in=OPEN).exists()


def owed_units() -> Mapping[tuple[UUID, str], OwedUnits]:
    """What suppliers owe, by purchase order and SKU."""
    states = (PurchaseOrderState.APPROVED, *AT_SUPPLIER)
    lines = PurchaseOrderLine.objects.filter(IS_OUTSTANDING, order__state__in=states)
    return {
        (line.order_id, line.sku): OwedUnits(
            number=line.order.number,
            sku=line.sku,
            warehouse=line.order.warehouse,
            units=line.outstanding,
        )
        for line in lines.select_related("order").iterator()
    }


def last_moves(order_ids: Collection[UUID]) -> dict[UUID, LastMove]:
    """Of those purchase orders that there are."""
    last = Greatest(
        *("created_at", "approved_at", "acknowledged_at", "ended_at"),
        Max("receipts__received_at"),
    )
    orders = PurchaseOrder.objects.filter(pk__in=order_ids).annotate(moved_at=last)
    rows = orders.values_list("pk", "number", "moved_at")
    return {pk: LastMove(number=number, at=at) for pk, number, at in rows}


def wanted_order(order: PurchaseOrder) -> WantedOrder:
    """The purchase order as its supplier is asked for it; the same whenever it is asked."""
    return WantedOrder(
        reference=str(order.id),
        number=order.number,
        warehouse=order.warehouse,
        currency=order.currency,
        items=tuple(
            WantedItem(
                code=line.code, sku=line.sku, quantity=line.quantity, unit_cost=line.unit_cost
            )
            for line in order.lines.all()
        ),
        wanted_on=order.due_on,
    )


def order_that_is(told: SupplierOrder) -> UUID | None:
    """The id of the purchase order that a supplier speaks of, or None if it is none of ours."""
    orders = _orders_with(told.reference).filter(supplier_reference__in=["", told.id])
    return orders.values_list("pk", flat=True).first()


def supplier_of(reference: str) -> tuple[str, str, str] | None:
    """The adapter, address and code of the supplier of the purchase order with that id."""
    named = ("supplier__adapter", "supplier__address", "supplier_id")
    return _orders_with(reference).values_list(*named).first()


def known_suppliers() -> set[str]:
    """The codes of those who we buy from, or did."""
    return set(Supplier.objects.values_list("code", flat=True))


def delivery_on_its_way(order: PurchaseOrder) -> Despatch | None:
    """The first delivery that left the supplier and was not received, if he told of one."""
    received = Receipt.objects.filter(order=order).values("reference")
    return Despatch.objects.filter(order=order).exclude(reference__in=received).first()


def with_total(orders: QuerySet[PurchaseOrder]) -> QuerySet[PurchaseOrder]:
    """The orders, each with what its `goods` cost."""
    return orders.annotate(goods=Sum(F("lines__quantity") * F("lines__unit_cost")))


def _orders_with(reference: str) -> QuerySet[PurchaseOrder]:
    """The purchase order with that id, or none; whoever names it may write what he likes."""
    try:
        return PurchaseOrder.objects.filter(pk=UUID(reference))
    except ValueError:
        return PurchaseOrder.objects.none()
