"""Units come, in one part or several, until all are here or the rest is given up."""

from collections.abc import Mapping, Set
from uuid import UUID

from apps.suppliers.models import PurchaseOrder, Receipt, ReceiptLine
from apps.suppliers.rules import (
    MAX_REFERENCE,
    checked_note,
    checked_reason,
    checked_units,
)
from apps.suppliers.services.books import Locked, lock_order
from apps.suppliers.services.landing import spread_charges
from shop.events.suppliers import PurchaseOrderClosed, PurchaseOrderReceived, ReceivedItem
from shop.kernel.bus import publish
from shop.kernel.context import current_context
from shop.kernel.errors import DomainError, InvalidInput
from shop.kernel.outbox.unit_of_work import unit_of_work


@unit_of_work
def receive_purchase(
    *,
    order_id: UUID,
    reference: str,
    units: Mapping[str, int],
    surplus_accepted: bool = False,
) -> Receipt:
    """These units came, with a delivery note of that reference; the same one again changes nothing.

    Raises NotFound, InvalidInput for SKUs that are not in the purchase order, DomainError if it is
    not at the supplier, if more came than was still to come and nobody accepts the surplus, or if
    the delivery note was entered with other numbers before.
    """
    arrived, note = checked_units(units), _checked_reference(reference)
    locked = lock_order(order_id)
    if known := Receipt.objects.filter(order=locked.order, reference=note).first():
        _refuse_other_numbers(known, arrived)
        return known
    _refuse_strangers(arrived.keys(), locked)
    locked.order.receive_part()
    receipt = _entered(locked, note, arrived, surplus_accepted=surplus_accepted)
    if not locked.outstanding():
        locked.order.complete()
    locked.save()
    spread_charges(locked.order)
    publish(_received(locked, receipt, arrived))
    return receipt


@unit_of_work
def close_purchase(*, order_id: UUID, reason: str) -> PurchaseOrder:
    """What did not come so far will not come.

    Raises NotFound, InvalidInput without a reason, DomainError if it is not at the supplier.
    """
    why = checked_reason(reason)
    locked = lock_order(order_id)
    locked.order.close(reason=why)
    locked.save()
    publish(
        PurchaseOrderClosed(
            purchase_order_id=locked.order.id,
            number=locked.order.number,
            given_up=locked.outstanding(),
            reason=why,
        )
    )
    return locked.order


def _checked_reference(reference: str) -> str:
    note = checked_note(reference, longest=MAX_REFERENCE)
    if not note:
        raise InvalidInput("Give the number of the delivery note, so that nobody enters it twice.")
    return note


def _refuse_other_numbers(known: Receipt, arrived: Mapping[str, int]) -> None:
    entered = dict(known.lines.values_list("sku", "quantity"))
    if entered != arrived:
        said = ", ".join(f"{quantity} x {sku}" for sku, quantity in sorted(entered.items()))
        raise DomainError(
            f"Delivery note {known.reference} was entered before, with {said[:300]}: if this is"
            " another delivery, give another reference."
        )


def _refuse_strangers(skus: Set[str], locked: Locked) -> None:
    if strangers := skus - locked.by_sku().keys():
        raise InvalidInput(
            f"{', '.join(sorted(strangers))[:200]} was not ordered with {locked.order}: leave it"
            " out, and receive it as stock that nobody ordered."
        )


def _entered(
    locked: Locked, reference: str, arrived: Mapping[str, int], *, surplus_accepted: bool
) -> Receipt:
    lines = [line for line in locked.lines if line.sku in arrived]
    surplus = {
        line.sku: line.receive(arrived[line.sku], surplus_allowed=surplus_accepted)
        for line in lines
    }
    receipt = Receipt.objects.create(
        order=locked.order,
        reference=reference,
        surplus_accepted=any(surplus.values()),
        received_by=current_context().actor,
    )
    ReceiptLine.objects.bulk_create(
        ReceiptLine(
            receipt=receipt,
            sku=line.sku,
            quantity=arrived[line.sku],
            surplus=surplus[line.sku],
            unit_cost=line.unit_cost,
            landed_cost=line.unit_cost,
        )
        for line in lines
    )
    return receipt


def _received(
    locked: Locked, receipt: Receipt, arrived: Mapping[str, int]
) -> PurchaseOrderReceived:
    order, outstanding = locked.order, locked.outstanding()
    return PurchaseOrderReceived(
        purchase_order_id=order.id,
        number=order.number,
        supplier=order.supplier_id,
        warehouse=order.warehouse,
        receipt_id=receipt.id,
        items=tuple(ReceivedItem(sku=sku, quantity=units) for sku, units in arrived.items()),
        outstanding=outstanding,
        expected_on=order.due_on,
        is_complete=not outstanding,
    )
