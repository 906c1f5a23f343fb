"""What suppliers does about what happens elsewhere, and about its own requests."""

from apps.suppliers.models import PurchaseOrder, SupplierCallback
from apps.suppliers.services import (
    approve_purchase_by_rule,
    propose_purchase,
    propose_unmet_need,
)
from shop.events.inventory import StockLow
from shop.events.suppliers import (
    PurchaseOrderPlaced,
    PurchaseOrderProposed,
    SupplierCalledBack,
    SupplierPreferred,
)
from shop.kernel import jobs
from shop.kernel.bus import after


@after(StockLow)
def propose_what_ran_low(event: StockLow) -> None:
    propose_purchase(sku=event.sku, available=event.available)


@after(SupplierPreferred)
def propose_what_had_run_low(event: SupplierPreferred) -> None:
    propose_unmet_need(sku=event.sku)


@after(PurchaseOrderProposed)
def approve_small_proposal(event: PurchaseOrderProposed) -> None:
    approve_purchase_by_rule(order_id=event.purchase_order_id)


@after(PurchaseOrderPlaced)
def ask_supplier(event: PurchaseOrderPlaced) -> None:
    jobs.wake(PurchaseOrder, event.purchase_order_id)


@after(SupplierCalledBack)
def read_callback(event: SupplierCalledBack) -> None:
    jobs.wake(SupplierCallback, event.callback_id)
