"""Two of everything at once, with real connections and real commits."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial

import pytest

from apps.suppliers.models import (
    CatalogueItem,
    PurchaseOrder,
    PurchaseOrderState,
    Receipt,
)
from apps.suppliers.rules import ItemDraft
from apps.suppliers.services import (
    approve_purchase,
    cancel_purchase,
    close_purchase,
    list_item,
    propose_purchase,
    receive_purchase,
)
from shop.events.suppliers import PurchaseOrderPlaced, PurchaseOrderReceived
from shop.kernel.errors import DomainError
from tests.apps.suppliers.story import lines_of, proposal, sent, state_of
from tests.factories.suppliers import CatalogueItemFactory, SupplierFactory
from tests.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def or_refused(action: Callable[[], object]) -> Callable[[], str]:
    """What became of it: done, or the sentence that refuses it."""

    def run() -> str:
        try:
            action()
        except DomainError as refusal:
            return refusal.sentence
        return "done"

    return run


def test_the_same_delivery_entered_by_two_is_one_receipt(published):
    order = sent(TEA=5)
    enter = partial(receive_purchase, order_id=order.id, reference="DN-1", units={"TEA": 5})

    receipts = at_once([enter] * 4)

    assert len({receipt.id for receipt in receipts}) == 1
    assert lines_of(order) == {"TEA": (5, 5, 0)}
    assert len(published(PurchaseOrderReceived)) == 1


def test_two_deliveries_at_once_never_bring_more_than_is_owed():
    order = sent(TEA=5, CUP=1)
    enter = [
        or_refused(
            partial(receive_purchase, order_id=order.id, reference=f"DN-{n}", units={"TEA": 3})
        )
        for n in range(2)
    ]

    answers = at_once(enter)

    assert sorted(answers)[1] == "done"
    assert "3 are 1 too many" in sorted(answers)[0]
    assert lines_of(order)["TEA"] == (5, 3, 2)


def test_a_proposal_is_approved_once(published):
    order = proposal(TEA=5)

    answers = at_once([or_refused(partial(approve_purchase, order_id=order.id))] * 4)

    assert sorted(answers)[3:] == ["done"]
    assert set(answers) == {"done", "An approved purchase order cannot become approved."}
    assert len(published(PurchaseOrderPlaced)) == 1


def test_whoever_approves_and_whoever_cancels_agree_in_the_end(published):
    order = proposal(TEA=5)

    at_once(
        [
            or_refused(partial(approve_purchase, order_id=order.id)),
            or_refused(partial(cancel_purchase, order_id=order.id, reason="no")),
        ]
    )

    assert state_of(order) == PurchaseOrderState.CANCELLED
    assert len(published(PurchaseOrderPlaced)) <= 1


def test_a_delivery_and_the_end_of_the_order_at_once(published):
    order = sent(TEA=5)

    answers = at_once(
        [
            or_refused(
                partial(receive_purchase, order_id=order.id, reference="DN-1", units={"TEA": 2})
            ),
            or_refused(partial(close_purchase, order_id=order.id, reason="too late")),
        ]
    )

    assert state_of(order) == PurchaseOrderState.CLOSED
    assert answers[1] == "done"
    assert Receipt.objects.count() == answers[:1].count("done")


def test_what_runs_low_at_once_is_one_proposal():
    skus = [f"SKU-{number}" for number in range(6)]
    for sku in skus:
        CatalogueItemFactory(sku=sku)

    at_once([partial(propose_purchase, sku=sku, available=0) for sku in skus * 2])

    order = PurchaseOrder.objects.get()
    assert sorted(order.lines.values_list("sku", flat=True)) == skus


@pytest.mark.parametrize("is_known", [True, False])
def test_one_supplier_is_preferred_whoever_was_quicker(is_known):
    for code in ("mill", "tea-house"):
        item = {"supplier": SupplierFactory(code=code), "sku": "TEA", "code": "T-1"}
        if is_known:
            CatalogueItemFactory(**item, is_preferred=False)
    preferred = ItemDraft(code="T-1", sku="TEA", cost=Decimal(1), is_preferred=True)

    answers = at_once(
        [
            or_refused(partial(list_item, supplier=code, draft=preferred))
            for code in ("mill", "tea-house")
        ]
    )

    assert CatalogueItem.objects.filter(sku="TEA", is_preferred=True).count() == 1
    assert "done" in answers
