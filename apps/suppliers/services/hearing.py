"""What a supplier says about a purchase order becomes the truth about it.

He may say it twice, late, or otherwise than before: what is known already changes nothing.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from apps.suppliers.models import Despatch, PurchaseOrder, PurchaseOrderState
from apps.suppliers.rules import MAX_REFERENCE, Notice, Reply, SupplierOrder
from apps.suppliers.services.books import Locked, lock_order
from apps.suppliers.services.proposing import note_unmet_need
from shop.events.suppliers import (
    PurchaseOrderAcknowledged,
    PurchaseOrderCancelled,
    PurchaseOrderClosed,
)
from shop.kernel.bus import publish
from shop.kernel.errors import DomainError, InvalidInput
from shop.kernel.outbox.unit_of_work import unit_of_work

LOOK_AGAIN_AFTER = timedelta(minutes=10)


@unit_of_work
def record_supplier_order(
    *, order_id: UUID, claims: int, told: SupplierOrder, look_again: bool
) -> PurchaseOrder:
    """What the job with this claim learned. Raises ClaimLost."""
    locked = lock_order(order_id)
    order = locked.order
    order.confirm_claim(claims)
    _take_over(locked, told)
    if not order.is_over:
        order.finish()
        if look_again:
            order.look_again_after(LOOK_AGAIN_AFTER)
    locked.save()
    return order


@unit_of_work
def hear_of_order(*, order_id: UUID, told: SupplierOrder) -> None:
    """What somebody else than the job learned: the job's claim stays as it is."""
    locked = lock_order(order_id)
    _take_over(locked, told)
    locked.save()


@unit_of_work
def record_refusal(*, order_id: UUID, claims: int, reason: str) -> None:
    """The supplier does not take the purchase order. Raises ClaimLost."""
    locked = lock_order(order_id)
    locked.order.confirm_claim(claims)
    _refuse(locked, reason)
    locked.save()


@unit_of_work
def acknowledge_purchase(
    *, order_id: UUID, units: Mapping[str, int], expected_on: date
) -> PurchaseOrder:
    """Staff were told what will come and when; what is left out will not.

    Raises NotFound, InvalidInput for SKUs that are not in it, DomainError if it is not at the
    supplier or so many were not ordered.
    """
    locked = lock_order(order_id)
    if strangers := units.keys() - locked.by_sku().keys():
        raise InvalidInput(f"There is no {', '.join(sorted(strangers))[:200]} in {locked.order}.")
    if not any(units.values()):
        raise InvalidInput("Nothing will come? Then close the purchase order, with the reason.")
    _acknowledge(locked, units, expected_on)
    locked.save()
    return locked.order


def _take_over(locked: Locked, told: SupplierOrder) -> None:
    order = locked.order
    if order.state == PurchaseOrderState.APPROVED:
        order.send(reference=told.id)
    if not order.is_at_supplier:
        return
    if told.status == Reply.REJECTED:
        _take_over_rejection(locked, told.reason)
    elif told.status == Reply.ACKNOWLEDGED:
        _take_over_promise(locked, told)
    for notice in told.notices:
        _note_despatch(locked, notice)


def _take_over_rejection(locked: Locked, reason: str) -> None:
    if locked.order.state == PurchaseOrderState.PARTLY_RECEIVED:
        locked.order.note = f"The supplier refuses it, but some of it came: {reason}"[:200]
    else:
        _refuse(locked, reason)


def _take_over_promise(locked: Locked, told: SupplierOrder) -> None:
    """A promise that makes no sense is noted for staff, and changes nothing."""
    by_code = locked.by_code()
    strangers = [it.code for it in told.promised if it.code not in by_code]
    units = {by_code[it.code].sku: it.quantity for it in told.promised if it.code in by_code}
    try:
        if strangers:
            raise InvalidInput(f"The supplier promises {strangers[0]}, which was not ordered.")
        _acknowledge(locked, units, told.expected_on or locked.order.due_on)
    except DomainError as nonsense:
        locked.order.note = nonsense.sentence[:200]


def _acknowledge(locked: Locked, units: Mapping[str, int], expected_on: date) -> None:
    order, before = locked.order, [line.acknowledged for line in locked.lines]
    if not any(units.values()) and not any(line.received for line in locked.lines):
        _refuse(locked, "nothing of it can be delivered")
        return
    for line in locked.lines:
        line.refuse_promise(units.get(line.sku, 0))
    for line in locked.lines:
        line.promise(units.get(line.sku, 0))
    if before == [it.acknowledged for it in locked.lines] and order.expected_on == expected_on:
        return
    order.acknowledge(expected_on=expected_on)
    publish(
        PurchaseOrderAcknowledged(
            purchase_order_id=order.id,
            number=order.number,
            expected=locked.outstanding(),
            expected_on=expected_on,
        )
    )
    _close_if_nothing_comes(locked)


def _close_if_nothing_comes(locked: Locked) -> None:
    if locked.outstanding():
        return
    reason = "the supplier sends no more"
    locked.order.close(reason=reason)
    publish(
        PurchaseOrderClosed(
            purchase_order_id=locked.order.id,
            number=locked.order.number,
            given_up=(),
            reason=reason,
        )
    )


def _refuse(locked: Locked, reason: str) -> None:
    order = locked.order
    why = reason or "no reason given"
    order.refuse(reason=why)
    publish(PurchaseOrderCancelled(purchase_order_id=order.id, number=order.number, reason=why))
    for line in locked.lines:
        refused = f"{order.supplier_id} refused {order}: {why}. Order it elsewhere."
        note_unmet_need(sku=line.sku, available=None, reason=refused)


def _note_despatch(locked: Locked, notice: Notice) -> None:
    by_code = locked.by_code()
    units = {
        by_code[it.code].sku if it.code in by_code else it.code: it.quantity for it in notice.items
    }
    Despatch.objects.get_or_create(
        order=locked.order, reference=notice.id[:MAX_REFERENCE], defaults={"units": units}
    )
