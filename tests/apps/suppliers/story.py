"""Tells suppliers what inventory would tell it, and buys as staff would."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.test import Client

from apps.suppliers.models import PurchaseOrder, PurchaseOrderState
from apps.suppliers.services import approve_purchase
from shop.events.inventory import StockLow
from shop.kernel import clock
from shop.kernel.api.signatures import digest_of
from shop.kernel.bus import publish
from shop.kernel.context import acting_as
from shop.kernel.outbox.unit_of_work import unit_of_work
from tests.factories.suppliers import PurchaseOrderFactory, PurchaseOrderLineFactory
from tests.shop.sandbox.process import SECRET, SandboxProcess


@unit_of_work
def stock_is_low(sku: str, *, available: int = 2) -> None:
    publish(StockLow(sku=sku, available=available, reorder_point=max(available, 3)))


def proposal(*, supplier: str = "tea-house", **units: int) -> PurchaseOrder:
    """A proposal of these units, at 2.50 each."""
    order = PurchaseOrderFactory(supplier__code=supplier)
    for sku, quantity in units.items():
        PurchaseOrderLineFactory(order=order, sku=sku, quantity=quantity)
    return order


def approved(*, supplier: str = "tea-house", **units: int) -> PurchaseOrder:
    order = proposal(supplier=supplier, **units)
    with acting_as("staff:7"):
        return approve_purchase(order_id=order.id)


def sent(**units: int) -> PurchaseOrder:
    """A purchase order that a supplier has, without a supplier."""
    order = PurchaseOrderFactory(sent=True)
    for sku, quantity in units.items():
        PurchaseOrderLineFactory(order=order, sku=sku, quantity=quantity)
    return order


def state_of(order: PurchaseOrder) -> PurchaseOrderState:
    return PurchaseOrderState(PurchaseOrder.objects.get(pk=order.pk).state)


def lines_of(order: PurchaseOrder) -> dict[str, tuple[int, int, int]]:
    """By SKU: what was ordered, what came, and what is still to come."""
    return {it.sku: (it.quantity, it.received, it.outstanding) for it in order.lines.all()}


@contextmanager
def later(**length: float) -> Iterator[None]:
    """`later(minutes=5)`: within the block, so much time has passed."""
    with clock.travelled_to(clock.now() + timedelta(**length)):
        yield


def orders_at(sandbox: SandboxProcess, order: PurchaseOrder) -> list[dict[str, Any]]:
    """What the supplier has in his books for the purchase order."""
    with sandbox.client() as client:
        path = f"/suppliers/{order.supplier_id}/orders"
        return client.get(path, params={"reference": str(order.id)}).json()


def let_supplier(sandbox: SandboxProcess, order: PurchaseOrder, move: str) -> dict[str, Any]:
    """`answer` or `supply`: the supplier does it now."""
    (there,) = orders_at(sandbox, order)
    with sandbox.client() as client:
        answer = client.post(f"/control/supplier-orders/{there['id']}/{move}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def call_back(body: dict[str, Any], *, firm: str = "sandbox", secret: str = SECRET) -> Any:
    """The supplier tells us something."""
    raw = json.dumps(body).encode()
    moment = str(int(clock.now().timestamp()))
    signed = f"t={moment},v1={digest_of(raw, moment=moment, secret=secret)}"
    return Client().post(
        f"/callbacks/suppliers/{firm}",
        raw,
        content_type="application/json",
        headers={f"{firm.title()}-Signature": signed},
    )


def told_about(told: dict[str, Any], *, event_id: str = "evt_1") -> dict[str, Any]:
    return {"id": event_id, "type": "order.acknowledged", "data": told}
