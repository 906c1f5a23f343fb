"""What the database refuses, whoever writes."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from apps.suppliers.models import Origin, PurchaseOrder, PurchaseOrderState
from shop.kernel import clock
from tests.factories.suppliers import (
    CatalogueItemFactory,
    DespatchFactory,
    PurchaseOrderFactory,
    PurchaseOrderLineFactory,
    ReceiptFactory,
    ReceiptLineFactory,
    SupplierFactory,
)

pytestmark = pytest.mark.django_db

State = PurchaseOrderState


def refused(constraint, make, **wrong):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make(**wrong)


@pytest.mark.parametrize(
    ("constraint", "wrong"),
    [
        ("suppliers_supplier_named", {"code": "mill", "address": ""}),
        ("suppliers_supplier_named", {"code": "mill", "warehouse": ""}),
        ("suppliers_supplier_currency", {"code": "mill", "currency": "eur"}),
        ("suppliers_supplier_lead_days", {"code": "mill", "lead_days": 366}),
        ("suppliers_supplier_approves", {"code": "mill", "approve_up_to": -1}),
    ],
)
def test_suppliers_that_mean_nothing(constraint, wrong):
    refused(constraint, SupplierFactory, **wrong)


@pytest.mark.parametrize(
    ("constraint", "wrong"),
    [
        ("suppliers_item_code_once", {"code": "T-1", "sku": "CUP"}),
        ("suppliers_item_sku_once", {"sku": "TEA", "is_preferred": False}),
        ("suppliers_item_preferred_once", {"sku": "TEA", "supplier__code": "mill"}),
        ("suppliers_item_named", {"sku": "", "code": "x"}),
        ("suppliers_item_cost", {"cost": -1}),
        ("suppliers_item_terms", {"minimum_quantity": 0}),
        ("suppliers_item_terms", {"pack_size": 0}),
        ("suppliers_item_terms", {"order_up_to": 0}),
        ("suppliers_item_in_stock", {"in_stock": 1}),
    ],
)
def test_catalogue_items_that_mean_nothing(constraint, wrong):
    CatalogueItemFactory(sku="TEA", code="T-1")

    refused(constraint, CatalogueItemFactory, **wrong)


def test_two_open_proposals_of_the_reorder_point_to_one_supplier():
    PurchaseOrderFactory(origin=Origin.REORDER)
    PurchaseOrderFactory(origin=Origin.STAFF)
    PurchaseOrderFactory(origin=Origin.REORDER, warehouse="WEST")

    refused("suppliers_order_one_proposal", PurchaseOrderFactory, origin=Origin.REORDER)


@pytest.mark.parametrize(
    ("constraint", "wrong"),
    [
        ("suppliers_order_origin", {"origin": "dream"}),
        ("suppliers_order_approved", {"state": State.APPROVED}),
        ("suppliers_order_approved", {"approved_by": "staff:1"}),
        ("suppliers_order_sent", {"sent": True, "sent_at": None}),
        ("suppliers_order_ended", {"ended_at": clock.now()}),
        ("suppliers_order_ended", {"state": State.CANCELLED}),
        ("suppliers_order_waits", {"due_at": clock.now()}),
        ("suppliers_order_charges", {"freight": -1}),
    ],
)
def test_purchase_orders_that_mean_nothing(constraint, wrong):
    refused(constraint, PurchaseOrderFactory, **wrong)


@pytest.mark.parametrize(
    ("constraint", "wrong"),
    [
        ("suppliers_line_once", {"sku": "TEA"}),
        ("suppliers_line_quantity", {"quantity": 0}),
        ("suppliers_line_cost", {"unit_cost": -1}),
        ("suppliers_line_acknowledged", {"acknowledged": 11}),
        ("suppliers_line_acknowledged", {"acknowledged": -1}),
        ("suppliers_line_received", {"received": 11}),
        ("suppliers_line_received", {"received": 1, "surplus": 2}),
    ],
)
def test_lines_that_mean_nothing(constraint, wrong):
    order = PurchaseOrderLineFactory(sku="TEA").order

    refused(constraint, PurchaseOrderLineFactory, order=order, **wrong)


def test_receipts_and_despatches_that_are_there_already():
    receipt = ReceiptFactory(reference="DN-1")
    DespatchFactory(order=receipt.order, reference="DN-1")
    ReceiptLineFactory(receipt=receipt, sku="TEA")

    refused("suppliers_receipt_once", ReceiptFactory, order=receipt.order, reference="DN-1")
    refused("suppliers_receipt_named", ReceiptFactory, reference="")
    refused("suppliers_despatch_once", DespatchFactory, order=receipt.order, reference="DN-1")
    refused("suppliers_receiptline_once", ReceiptLineFactory, receipt=receipt, sku="TEA")
    refused("suppliers_receiptline_units", ReceiptLineFactory, quantity=0)
    refused("suppliers_receiptline_units", ReceiptLineFactory, quantity=1, surplus=2)
    refused("suppliers_receiptline_costs", ReceiptLineFactory, charges=-1)


def test_numbers_of_purchase_orders_are_for_people():
    one, other = PurchaseOrderFactory(), PurchaseOrderFactory()

    assert str(one).startswith("PO-")
    assert one.number != other.number
    refused("suppliers_purchaseorder_number", PurchaseOrderFactory, number=one.number)


def test_what_nobody_knows_yet_is_not_told():
    order = PurchaseOrder()

    for unknown in ("due_on", "sent_on"):
        with pytest.raises(LookupError, match="Nobody knows that so early"):
            getattr(order, unknown)


def test_a_purchase_order_that_was_sent_knows_its_days():
    order = PurchaseOrderFactory(sent=True)

    assert (order.due_on, order.sent_on) == (date(2026, 12, 1), clock.now().date())
