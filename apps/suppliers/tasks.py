"""Everything that speaks to suppliers. Each task works on one claimed row."""

from uuid import UUID

import msgspec
from celery import shared_task

from apps.suppliers.gateways import Account, SupplierAdapter, UnknownOrder, adapter_called
from apps.suppliers.models import PurchaseOrder, PurchaseOrderState, SupplierCallback
from apps.suppliers.queries import order_that_is, supplier_of, wanted_order
from apps.suppliers.rules import SupplierOrder
from apps.suppliers.services import hear_of_order, record_refusal, record_supplier_order
from shop.kernel import jobs
from shop.kernel.callbacks import NothingOfOurs, OutsideId, message_of, read_callback
from shop.kernel.errors import Unreachable
from shop.kernel.outside import Refused


class CalledBackOrder(msgspec.Struct):
    id: OutsideId
    reference: str


class Message(msgspec.Struct):
    """The part of a callback's body that is needed: which order it is about, and which of ours."""

    data: CalledBackOrder


@shared_task(name="suppliers.follow_purchase_order", ignore_result=True)
def follow(order_id: str) -> None:
    """Brings one purchase order as far as the supplier has come: asks for it, or asks about it."""
    jobs.perform(PurchaseOrder, UUID(order_id), _follow)


@shared_task(name="suppliers.understand_callback", ignore_result=True)
def understand(callback_id: str) -> None:
    """Finds out what a callback is about and takes the supplier's present view over."""
    read_callback(SupplierCallback, UUID(callback_id), _understand)


def _follow(order: PurchaseOrder) -> None:
    supplier = order.supplier
    account = Account(supplier=supplier.code, address=supplier.address)
    adapter = adapter_called(supplier.adapter, account)
    try:
        told = _told_of(order, adapter)
    except Refused as error:
        record_refusal(order_id=order.id, claims=order.claims, reason=str(error))
        return
    record_supplier_order(
        order_id=order.id, claims=order.claims, told=told, look_again=adapter.can_be_asked
    )


def _told_of(order: PurchaseOrder, adapter: SupplierAdapter) -> SupplierOrder:
    """The order as it is now, or by asking for it; asking again gets the first answer again."""
    if order.state == PurchaseOrderState.APPROVED:
        return adapter.place(wanted_order(order), key=order.key_for("place"))
    try:
        return adapter.fetch(order.supplier_reference)
    except (UnknownOrder, Refused) as error:
        raise Unreachable(str(error)) from error


def _understand(callback: SupplierCallback) -> None:
    said = message_of(callback, Message).data
    told = _asked_about(said)
    order_id = order_that_is(told)
    if order_id is None:
        raise NothingOfOurs(f"No purchase order of ours is order {told.id}.")
    hear_of_order(order_id=order_id, told=told)


def _asked_about(said: CalledBackOrder) -> SupplierOrder:
    found = supplier_of(said.reference)
    if found is None:
        raise NothingOfOurs(f"There is no purchase order {said.reference[:64]}.")
    adapter, address, code = found
    firm = adapter_called(adapter, Account(supplier=code, address=address))
    try:
        return firm.fetch(said.id)
    except (UnknownOrder, Refused) as error:
        raise NothingOfOurs(str(error)) from error
