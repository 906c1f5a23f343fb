"""Purchase orders that people want, whatever the reorder point says."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from apps.suppliers.models import (
    CatalogueItem,
    Origin,
    PurchaseOrder,
    PurchaseOrderLine,
    Supplier,
    UnmetNeed,
)
from apps.suppliers.rules import (
    MAX_NUMBER,
    MOST_LINES,
    LineDraft,
    checked_amount,
    checked_quantity,
    checked_sku,
    checked_units,
)
from apps.suppliers.services.books import lock_order
from shop.kernel.errors import DomainError, InvalidInput, NotFound
from shop.kernel.outbox.unit_of_work import unit_of_work


@unit_of_work
def draft_purchase(
    *,
    supplier: str,
    lines: Sequence[LineDraft],
    warehouse: str = "",
    origin: Origin = Origin.STAFF,
    number: str = "",
) -> PurchaseOrder:
    """A proposal of these lines; goes to the supplier's usual warehouse unless one is named.

    Raises NotFound for the supplier, InvalidInput for SKUs that are not in his catalogue,
    DomainError if he is not active or the number was given before.
    """
    sells = _supplier(supplier)
    priced = _priced(sells, lines)
    if number and PurchaseOrder.objects.filter(number=number).exists():
        raise DomainError(f"There is a purchase order {number} already.")
    order = PurchaseOrder.objects.create(
        supplier=sells,
        warehouse=warehouse or sells.warehouse,
        currency=sells.currency,
        origin=origin,
        due_at=None,
        **({"number": number} if number else {}),
    )
    for line in priced:
        line.order = order
    PurchaseOrderLine.objects.bulk_create(priced)
    UnmetNeed.objects.filter(pk__in=[line.sku for line in priced]).delete()
    return order


@unit_of_work
def draft_purchase_from_file(
    *, number: str, supplier: str, warehouse: str, lines: Sequence[LineDraft]
) -> PurchaseOrder:
    """As `draft_purchase`, with the number that the file gives it. Raises the same."""
    if not 1 <= len(number) <= MAX_NUMBER or not number.isprintable():
        raise InvalidInput(f"A purchase order has a number of 1 to {MAX_NUMBER} characters.")
    return draft_purchase(
        supplier=supplier, lines=lines, warehouse=warehouse, origin=Origin.FILE, number=number
    )


@unit_of_work
def change_proposal(*, order_id: UUID, units: Mapping[str, int]) -> PurchaseOrder:
    """So many units of each SKU shall be ordered; what is left out stays out of it.

    Raises NotFound, InvalidInput for SKUs that are not in it, DomainError if it was approved.
    """
    wanted = checked_units(units)
    locked = lock_order(order_id)
    locked.order.refuse_unless_proposed("changed")
    if strangers := wanted.keys() - locked.by_sku().keys():
        raise InvalidInput(f"There is no {', '.join(sorted(strangers))[:200]} in {locked.order}.")
    for line in locked.lines:
        if line.sku in wanted:
            line.quantity = wanted[line.sku]
            line.save(update_fields=["quantity"])
        else:
            line.delete()
    return locked.order


def _supplier(code: str) -> Supplier:
    found = Supplier.objects.filter(pk=code).first()
    if found is None:
        raise NotFound(f"There is no supplier {code}.")
    if not found.is_active:
        raise DomainError(f"{code} is not active: nothing is ordered there.")
    return found


def _priced(supplier: Supplier, lines: Sequence[LineDraft]) -> list[PurchaseOrderLine]:
    if not 1 <= len(lines) <= MOST_LINES:
        raise InvalidInput(f"A purchase order has 1 to {MOST_LINES} lines, not {len(lines)}.")
    if len({line.sku for line in lines}) < len(lines):
        raise InvalidInput("A SKU is on two lines of the purchase order: add them up.")
    skus = [checked_sku(line.sku) for line in lines]
    items = {it.sku: it for it in CatalogueItem.objects.filter(supplier=supplier, sku__in=skus)}
    if unknown := sorted(set(skus) - items.keys()):
        raise InvalidInput(
            f"{supplier} does not sell {', '.join(unknown)[:200]}: add it to his catalogue first."
        )
    return [_line(line, items[line.sku], supplier) for line in lines]


def _line(draft: LineDraft, item: CatalogueItem, supplier: Supplier) -> PurchaseOrderLine:
    cost = item.cost if draft.unit_cost is None else draft.unit_cost
    return PurchaseOrderLine(
        sku=item.sku,
        code=item.code,
        quantity=checked_quantity(draft.quantity),
        unit_cost=checked_amount(cost, supplier.currency),
    )
