"""The demo's suppliers, and terms of what is not always there. What is there already stays."""

from datetime import timedelta
from decimal import Decimal

from django.conf import settings

from apps.inventory.queries import wait_offers
from apps.inventory.services import Waiting, agree_on_terms
from apps.suppliers.queries import known_suppliers
from apps.suppliers.rules import ItemDraft, SupplierDraft
from apps.suppliers.services import agree_with_supplier, list_items
from shop.kernel import clock
from shop.kernel.outbox.unit_of_work import unit_of_work
from shop.operations.demo.shapes import DemoVariant
from shop.operations.demo.supply import (
    FOR_PREORDER,
    FOR_WAITING,
    SUPPLIERS,
    WEEKS_UNTIL_IT_IS_NEW,
    DemoSupplier,
)

_WAREHOUSE = "north"
_REORDER_POINT, _ORDER_UP_TO, _PACK = 10, 48, 6
_MOST_AWAITED = 20
_SHARE_OF_PRICE = Decimal("0.45")
"""What a unit costs the shop, of what a buyer pays."""


@unit_of_work
def seed_supply() -> int:
    """Agrees with suppliers, and on what is not always there; returns how many are new."""
    known = known_suppliers()
    new = [supplier for supplier in SUPPLIERS if supplier.code not in known]
    if not wait_offers([FOR_WAITING, FOR_PREORDER]):
        _let_buyers_wait()
    for supplier in new:
        _agree(supplier)
    return len(new)


def _let_buyers_wait() -> None:
    next_ones = Waiting(when_sold_out="backorder", limit=_MOST_AWAITED)
    agree_on_terms(sku=FOR_WAITING, reorder_point=_REORDER_POINT, waiting=next_ones)
    day = (clock.now() + timedelta(weeks=WEEKS_UNTIL_IT_IS_NEW)).date()
    first_ones = Waiting(when_sold_out="preorder", limit=_MOST_AWAITED, available_from=day)
    agree_on_terms(sku=FOR_PREORDER, waiting=first_ones)


def _agree(supplier: DemoSupplier) -> None:
    agree_with_supplier(
        draft=SupplierDraft(
            code=supplier.code,
            name=supplier.brand,
            currency=settings.CURRENCY,
            adapter="sandbox",
            address=supplier.in_sandbox,
            warehouse=_WAREHOUSE,
            lead_days=supplier.lead_days,
            approve_up_to=supplier.approve_up_to,
        )
    )
    sold = list(supplier.sells())
    list_items(supplier=supplier.code, drafts=[_item(variant) for variant in sold])
    for variant in sold:
        if variant.sku != FOR_WAITING:
            agree_on_terms(sku=variant.sku, reorder_point=_REORDER_POINT)


def _item(variant: DemoVariant) -> ItemDraft:
    return ItemDraft(
        code=variant.sku,
        sku=variant.sku,
        cost=(variant.price * _SHARE_OF_PRICE).quantize(Decimal("0.01")),
        minimum_quantity=_PACK,
        pack_size=_PACK,
        order_up_to=_ORDER_UP_TO,
        is_preferred=True,
    )
