"""What has run low is proposed to be ordered, from whom we prefer."""

from apps.suppliers.models import (
    CatalogueItem,
    Origin,
    PurchaseOrder,
    PurchaseOrderLine,
    PurchaseOrderState,
    Supplier,
    UnmetNeed,
)
from apps.suppliers.queries import is_on_order
from apps.suppliers.rules import units_to_order
from shop.events.suppliers import PurchaseOrderProposed
from shop.kernel.bus import publish
from shop.kernel.outbox.unit_of_work import unit_of_work


@unit_of_work
def propose_purchase(*, sku: str, available: int) -> PurchaseOrder | None:
    """The open proposal to the preferred supplier, with the SKU in it.

    None where the SKU is on order already, or nobody can be asked for it: then staff see that.
    """
    item = _preferred(sku)
    if item is None:
        if not is_on_order(sku):
            note_unmet_need(sku=sku, available=available, reason=_why_nobody(sku))
        return None
    # Whoever proposes something to this supplier waits here, and then sees what was proposed.
    supplier = Supplier.objects.select_for_update().get(pk=item.supplier_id)
    if is_on_order(sku):
        return None
    order = _open_proposal(supplier)
    _add(order, item, available)
    UnmetNeed.objects.filter(pk=sku).delete()
    publish(PurchaseOrderProposed(purchase_order_id=order.id, number=order.number))
    return order


@unit_of_work
def propose_unmet_need(*, sku: str) -> None:
    """Somebody can be asked for the SKU now. Nothing happens if it was seen to meanwhile."""
    need = UnmetNeed.objects.filter(pk=sku).first()
    if need is not None:
        propose_purchase(sku=sku, available=need.available or 0)


@unit_of_work
def note_unmet_need(*, sku: str, available: int | None, reason: str) -> None:
    """Staff see that the SKU has run low, and why nobody was asked for it."""
    UnmetNeed.objects.update_or_create(
        sku=sku, defaults={"available": available, "reason": reason[:200]}
    )


def _preferred(sku: str) -> CatalogueItem | None:
    items = CatalogueItem.objects.filter(sku=sku, is_preferred=True, supplier__is_active=True)
    return items.first()


def _why_nobody(sku: str) -> str:
    suppliers = CatalogueItem.objects.filter(sku=sku).values_list("supplier_id", flat=True)
    if not suppliers:
        return "No supplier is known to sell it: add it to the catalogue of one, as preferred."
    known = ", ".join(suppliers[:5])
    return f"No active supplier is preferred for it: prefer one of {known}."


def _open_proposal(supplier: Supplier) -> PurchaseOrder:
    proposals = PurchaseOrder.objects.filter(
        supplier=supplier,
        warehouse=supplier.warehouse,
        state=PurchaseOrderState.PROPOSED,
        origin=Origin.REORDER,
    )
    found = proposals.select_for_update().first()
    return found or PurchaseOrder.objects.create(
        supplier=supplier,
        warehouse=supplier.warehouse,
        currency=supplier.currency,
        origin=Origin.REORDER,
        due_at=None,
    )


def _add(order: PurchaseOrder, item: CatalogueItem, available: int) -> None:
    PurchaseOrderLine.objects.create(
        order=order,
        sku=item.sku,
        code=item.code,
        unit_cost=item.cost,
        quantity=units_to_order(available, order_up_to=item.order_up_to, packing=item.packing),
    )
