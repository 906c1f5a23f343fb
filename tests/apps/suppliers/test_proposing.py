"""What runs low is proposed once, at the preferred supplier, in packs he sells."""

from decimal import Decimal

import pytest

from apps.suppliers.models import Origin, PurchaseOrder, PurchaseOrderState, UnmetNeed
from apps.suppliers.rules import ItemDraft
from apps.suppliers.services import (
    approve_purchase,
    cancel_purchase,
    close_purchase,
    list_item,
    propose_purchase,
    receive_purchase,
)
from shop.events.suppliers import PurchaseOrderPlaced, PurchaseOrderProposed
from shop.kernel import clock
from shop.kernel.errors import DomainError
from tests.apps.suppliers.story import sent, state_of, stock_is_low
from tests.factories.suppliers import (
    CatalogueItemFactory,
    PurchaseOrderFactory,
    SupplierFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def tea():
    """Sold by the tea house in packs of 6, up to 20 of it."""
    return CatalogueItemFactory(sku="TEA", code="T-1", pack_size=6, order_up_to=20)


def lines(order):
    return {line.sku: line.quantity for line in order.lines.all()}


def the_order():
    return PurchaseOrder.objects.get()


def test_what_runs_low_is_proposed(tea, deliver, published):
    stock_is_low("TEA", available=3)

    deliver("suppliers")

    order = the_order()
    (line,) = order.lines.all()
    assert (order.state, order.origin) == (PurchaseOrderState.PROPOSED, Origin.REORDER)
    assert (order.supplier_id, order.warehouse, order.currency) == ("tea-house", "MAIN", "EUR")
    assert (line.sku, line.code, line.quantity) == ("TEA", "T-1", 18)
    assert line.unit_cost == Decimal("2.50")
    assert order.due_at is None
    assert [it.number for it in published(PurchaseOrderProposed)] == [order.number]


def test_what_is_proposed_is_not_proposed_again(tea, deliver):
    stock_is_low("TEA", available=3)
    stock_is_low("TEA", available=0)

    deliver("suppliers")

    assert lines(the_order()) == {"TEA": 18}


def test_what_one_supplier_sells_is_collected_in_one_proposal(tea, deliver):
    CatalogueItemFactory(sku="CUP", minimum_quantity=4)
    other = SupplierFactory(code="mill")
    CatalogueItemFactory(sku="FLOUR", supplier=other)
    for sku in ("TEA", "CUP", "FLOUR"):
        stock_is_low(sku)

    deliver("suppliers")

    by_supplier = {order.supplier_id: lines(order) for order in PurchaseOrder.objects.all()}
    assert by_supplier == {"tea-house": {"TEA": 18, "CUP": 4}, "mill": {"FLOUR": 1}}


def test_what_was_approved_is_not_added_to(tea, deliver):
    CatalogueItemFactory(sku="CUP")
    stock_is_low("TEA")
    deliver("suppliers")
    approve_purchase(order_id=the_order().id)

    stock_is_low("CUP")
    deliver("suppliers")

    assert sorted(map(str, map(lines, PurchaseOrder.objects.all()))) == [
        "{'CUP': 1}",
        "{'TEA': 18}",
    ]


def test_a_proposal_by_staff_is_left_alone(tea, deliver):
    by_staff = PurchaseOrderFactory(supplier=tea.supplier)

    stock_is_low("TEA")
    deliver("suppliers")

    assert lines(by_staff) == {}
    assert PurchaseOrder.objects.count() == 2


@pytest.mark.parametrize(
    "end",
    [
        lambda order: receive_purchase(order_id=order.id, reference="DN-1", units={"TEA": 5}),
        lambda order: close_purchase(order_id=order.id, reason="discontinued"),
    ],
)
def test_what_is_on_order_is_proposed_when_that_has_ended(tea, end):
    order = sent(TEA=5)
    assert propose_purchase(sku="TEA", available=0) is None

    end(order)

    assert lines(propose_purchase(sku="TEA", available=0)) == {"TEA": 24}


def test_what_has_come_of_an_open_purchase_order_may_be_proposed(tea):
    order = sent(TEA=5, CUP=1)
    receive_purchase(order_id=order.id, reference="DN-1", units={"TEA": 5})

    assert state_of(order) == PurchaseOrderState.PARTLY_RECEIVED
    assert propose_purchase(sku="TEA", available=0) is not None


def test_what_nobody_is_known_to_sell_is_shown_to_staff(deliver):
    stock_is_low("TEA", available=1)

    deliver("suppliers")

    need = UnmetNeed.objects.get()
    assert (need.sku, need.available) == ("TEA", 1)
    assert need.reason.startswith("No supplier is known to sell it")
    assert not PurchaseOrder.objects.exists()


def test_what_nobody_is_preferred_for_names_those_who_sell_it(deliver):
    CatalogueItemFactory(sku="TEA", is_preferred=False)
    idle = SupplierFactory(code="old", is_active=False)
    CatalogueItemFactory(sku="TEA", supplier=idle)
    stock_is_low("TEA")

    deliver("suppliers")

    assert UnmetNeed.objects.get().reason == (
        "No active supplier is preferred for it: prefer one of old, tea-house."
    )


def test_a_need_is_met_as_soon_as_somebody_is_preferred(deliver):
    SupplierFactory()
    stock_is_low("TEA", available=1)
    deliver("suppliers")

    list_item(
        supplier="tea-house",
        draft=ItemDraft(
            code="T-1", sku="TEA", cost=Decimal("2.50"), order_up_to=10, is_preferred=True
        ),
    )

    deliver("suppliers")

    assert lines(the_order()) == {"TEA": 9}
    assert not UnmetNeed.objects.exists()


def test_a_small_proposal_is_approved_by_the_rule(tea, deliver, published):
    SupplierFactory._meta.model.objects.update(approve_up_to=Decimal(45))
    stock_is_low("TEA", available=3)

    deliver("suppliers")

    order = the_order()
    assert order.state == PurchaseOrderState.APPROVED
    assert order.approved_by.startswith("rule: up to 45")
    (placed,) = published(PurchaseOrderPlaced)
    assert [(it.sku, it.quantity, it.unit_cost.amount) for it in placed.items] == [
        ("TEA", 18, Decimal("2.50"))
    ]
    assert (placed.expected_on - clock.now().date()).days == 5


def test_a_bigger_proposal_waits_for_staff(tea, deliver, published):
    SupplierFactory._meta.model.objects.update(approve_up_to=Decimal("44.99"))
    stock_is_low("TEA", available=3)

    deliver("suppliers")

    assert the_order().state == PurchaseOrderState.PROPOSED
    assert published(PurchaseOrderPlaced) == []


def test_a_cancelled_proposal_is_over_and_tells_nobody(tea, published):
    order = propose_purchase(sku="TEA", available=0)

    cancel_purchase(order_id=order.id, reason="sale is over")

    order.refresh_from_db()
    assert (order.state, order.note) == (PurchaseOrderState.CANCELLED, "sale is over")
    with pytest.raises(DomainError, match="A cancelled purchase order cannot become approved"):
        approve_purchase(order_id=order.id)
    assert published(PurchaseOrderPlaced) == []
