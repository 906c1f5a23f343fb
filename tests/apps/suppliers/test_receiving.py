"""Units come in parts, once each, and never more than anybody accepts."""

from decimal import Decimal

import pytest

from apps.suppliers.models import PurchaseOrderState, Receipt, ReceiptLine
from apps.suppliers.services import close_purchase, enter_charges, receive_purchase
from shop.events.suppliers import PurchaseOrderClosed, PurchaseOrderReceived
from shop.kernel.context import acting_as
from shop.kernel.errors import DomainError, InvalidInput
from tests.apps.suppliers.story import lines_of, proposal, sent, state_of

pytestmark = pytest.mark.django_db


def receive(order, reference="DN-1", *, surplus_accepted=False, **units):
    with acting_as("staff:7"):
        return receive_purchase(
            order_id=order.id, reference=reference, units=units, surplus_accepted=surplus_accepted
        )


def test_a_part_comes_and_the_rest_is_still_to_come(published):
    order = sent(TEA=5, CUP=2)

    receipt = receive(order, TEA=3)

    assert state_of(order) == PurchaseOrderState.PARTLY_RECEIVED
    assert lines_of(order) == {"TEA": (5, 3, 2), "CUP": (2, 0, 2)}
    assert receipt.received_by == "staff:7"
    (told,) = published(PurchaseOrderReceived)
    assert (told.receipt_id, told.number, told.is_complete) == (receipt.id, order.number, False)
    assert [(it.sku, it.quantity) for it in told.items] == [("TEA", 3)]
    assert [(it.sku, it.quantity) for it in told.outstanding] == [("CUP", 2), ("TEA", 2)]


def test_the_last_part_completes_it(published):
    order = sent(TEA=5, CUP=2)
    receive(order, "DN-1", TEA=3)

    receive(order, "DN-2", TEA=2, CUP=2)

    order.refresh_from_db()
    assert (order.state, order.due_at) == (PurchaseOrderState.RECEIVED, None)
    assert order.ended_at
    assert [it.is_complete for it in published(PurchaseOrderReceived)] == [False, True]


def test_the_same_delivery_note_again_is_the_same_receipt(published):
    order = sent(TEA=5)

    first, again = receive(order, " DN-1 ", TEA=5), receive(order, "DN-1", TEA=5)

    assert again == first
    assert lines_of(order) == {"TEA": (5, 5, 0)}
    assert len(published(PurchaseOrderReceived)) == 1


def test_a_delivery_note_with_other_numbers_is_refused():
    order = sent(TEA=5)
    receive(order, TEA=2)

    with pytest.raises(DomainError, match=r"DN-1 was entered before, with 2 x TEA: if this is"):
        receive(order, TEA=3)

    assert lines_of(order) == {"TEA": (5, 2, 3)}


def test_more_than_is_to_come_is_refused_unless_somebody_accepts_it():
    order = sent(TEA=5, CUP=1)
    receive(order, "DN-1", TEA=3)

    with pytest.raises(DomainError, match=r"Of TEA, 2 units are still to come: 4 are 2 too many"):
        receive(order, "DN-2", TEA=4)
    assert not Receipt.objects.filter(reference="DN-2").exists()

    receipt = receive(order, "DN-2", TEA=4, surplus_accepted=True)

    assert lines_of(order) == {"TEA": (5, 7, 0), "CUP": (1, 0, 1)}
    assert receipt.surplus_accepted
    assert receipt.lines.get().surplus == 2


def test_accepting_a_surplus_that_is_none_records_none():
    receipt = receive(sent(TEA=5), TEA=5, surplus_accepted=True)

    assert not receipt.surplus_accepted


@pytest.mark.parametrize(
    ("units", "sentence"),
    [
        ({"TEA": 1, "COFFEE": 1}, "COFFEE was not ordered with"),
        ({"TEA": -1}, "A quantity is between 1 and 1,000,000, not -1"),
        ({"TEA": 0}, "not 0"),
        ({"TEA": 1_000_001}, "not 1,000,001"),
        ({}, "Name 1 to 300 SKUs"),
        ({"": 1}, "A SKU has 1 to 255"),
    ],
)
def test_what_nobody_can_have_received_is_refused(units, sentence, published):
    order = sent(TEA=5)

    with pytest.raises(InvalidInput, match=sentence):
        receive_purchase(order_id=order.id, reference="DN-1", units=units)

    assert lines_of(order) == {"TEA": (5, 0, 5)}
    assert published(PurchaseOrderReceived) == []


@pytest.mark.parametrize(("reference", "sentence"), [(" ", "Give the number"), ("x" * 101, "100")])
def test_a_delivery_needs_a_note(reference, sentence):
    with pytest.raises(InvalidInput, match=sentence):
        receive(sent(TEA=5), reference, TEA=1)


def test_a_proposal_receives_nothing():
    with pytest.raises(DomainError, match="A proposed purchase order cannot become partly"):
        receive(proposal(TEA=5), TEA=1)


def test_the_rest_is_given_up(published):
    order = sent(TEA=5, CUP=2)
    receive(order, TEA=5)

    close_purchase(order_id=order.id, reason="discontinued")

    assert state_of(order) == PurchaseOrderState.CLOSED
    (told,) = published(PurchaseOrderClosed)
    assert [(it.sku, it.quantity) for it in told.given_up] == [("CUP", 2)]
    assert told.reason == "discontinued"
    with pytest.raises(DomainError, match="A closed purchase order cannot become partly received"):
        receive(order, "DN-2", CUP=2)


def test_nothing_is_given_up_without_a_reason():
    with pytest.raises(InvalidInput, match="Say why"):
        close_purchase(order_id=sent(TEA=5).id, reason=" ")


def costs():
    lines = ReceiptLine.objects.order_by("id")
    return [(it.sku, it.charges, it.landed_cost) for it in lines]


def test_freight_and_duty_are_borne_by_what_came():
    order = sent(TEA=2, CUP=1)
    receive(order, "DN-1", TEA=2, CUP=1)

    enter_charges(order_id=order.id, freight=Decimal("10.00"), duty=Decimal("0.01"))

    bearing = {sku: charges for sku, charges, _ in costs()}
    assert sum(bearing.values()) == Decimal("10.01")
    assert bearing == {"CUP": Decimal("3.33"), "TEA": Decimal("6.68")}
    assert {sku: cost for sku, _, cost in costs()} == {
        "CUP": Decimal("5.83"),
        "TEA": Decimal("5.84"),
    }


def test_what_comes_later_bears_its_share_too():
    order = sent(TEA=4)
    receive(order, "DN-1", TEA=1)
    enter_charges(order_id=order.id, freight=Decimal("10.00"), duty=Decimal(0))
    assert costs() == [("TEA", Decimal("10.00"), Decimal("12.50"))]

    receive(order, "DN-2", TEA=3)

    assert costs() == [
        ("TEA", Decimal("2.50"), Decimal("5.00")),
        ("TEA", Decimal("7.50"), Decimal("5.00")),
    ]


@pytest.mark.parametrize("freight", [Decimal("-1"), Decimal("0.001"), Decimal("1e9")])
def test_charges_that_cannot_be_paid_are_refused(freight):
    with pytest.raises(InvalidInput, match="is no amount"):
        enter_charges(order_id=sent(TEA=1).id, freight=freight, duty=Decimal(0))


def test_nothing_was_paid_for_the_way_of_a_proposal():
    with pytest.raises(DomainError, match="was not sent"):
        enter_charges(order_id=proposal(TEA=1).id, freight=Decimal(1), duty=Decimal(0))
