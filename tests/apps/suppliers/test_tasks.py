"""Purchase orders over real suppliers, one hand at a time."""

from datetime import date, timedelta

import pytest
from django.core import mail

from apps.suppliers.gateways import Account, SandboxSupplier
from apps.suppliers.models import (
    Despatch,
    PurchaseOrder,
    PurchaseOrderState,
    Supplier,
    UnmetNeed,
)
from apps.suppliers.queries import wanted_order
from apps.suppliers.services import acknowledge_purchase, cancel_purchase, receive_purchase
from shop.events.suppliers import (
    PurchaseOrderAcknowledged,
    PurchaseOrderCancelled,
    PurchaseOrderClosed,
)
from shop.kernel import clock, jobs
from shop.kernel.errors import DomainError, InvalidInput
from tests.apps.suppliers.story import (
    approved,
    call_back,
    later,
    let_supplier,
    lines_of,
    orders_at,
    sent,
    state_of,
    told_about,
)
from tests.factories.suppliers import SupplierFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("apps.suppliers.urls")]

State = PurchaseOrderState


def test_an_approved_order_goes_to_the_supplier(sandbox, at_supplier):
    order = at_supplier(TEA=5)

    (there,) = orders_at(sandbox, order)
    assert (order.state, order.supplier_reference) == (State.SENT, there["id"])
    assert order.sent_at
    assert order.due_at > clock.now() + timedelta(minutes=9)


def test_a_worker_that_died_after_asking_is_replaced(sandbox, do_jobs):
    order = approved(TEA=5)
    mine = jobs.claim(PurchaseOrder, order.id)
    account = Account(supplier="tea-house", address="tea-house")
    SandboxSupplier(account).place(wanted_order(mine), key=mine.key_for("place"))

    with later(seconds=61):
        do_jobs()

    assert len(orders_at(sandbox, order)) == 1
    assert state_of(order) == State.SENT


def test_a_supplier_that_is_down_is_asked_again(sandbox, do_jobs):
    order = approved(TEA=5)

    with sandbox.client() as client:
        client.post("/control/outage", json={"seconds": 3600})
        do_jobs()
        client.post("/control/outage", json={"seconds": 0})
    while_down = state_of(order)
    with later(seconds=5):
        do_jobs()

    assert (while_down, state_of(order)) == (State.APPROVED, State.SENT)


def test_a_supplier_that_does_not_take_it_ends_it(sandbox, do_jobs, published):
    order = approved(TEA=5)
    order.lines.update(code="GONE-1")

    do_jobs()

    order.refresh_from_db()
    assert (order.state, order.due_at) == (State.REJECTED, None)
    assert "refused with status 422" in order.note
    assert [it.number for it in published(PurchaseOrderCancelled)] == [order.number]
    assert "Order it elsewhere" in UnmetNeed.objects.get(pk="TEA").reason


def test_what_the_supplier_promises_is_known_by_asking(sandbox, at_supplier, do_jobs, published):
    order = at_supplier("tea-short", TEA=5, CUP=2)
    let_supplier(sandbox, order, "answer")

    with later(minutes=11):
        do_jobs()

    order.refresh_from_db()
    assert order.state == State.ACKNOWLEDGED
    assert lines_of(order) == {"TEA": (5, 0, 2), "CUP": (2, 0, 1)}
    (told,) = published(PurchaseOrderAcknowledged)
    assert [(it.sku, it.quantity) for it in told.expected] == [("CUP", 1), ("TEA", 2)]


def test_despatches_are_noted_once_each(sandbox, at_supplier, do_jobs):
    order = at_supplier("tea-parts", TEA=5)
    let_supplier(sandbox, order, "answer")
    let_supplier(sandbox, order, "supply")
    told = let_supplier(sandbox, order, "supply")

    for number in range(2):
        call_back(told_about(told, event_id=f"evt_{number}"))
    do_jobs()

    assert [it.units for it in Despatch.objects.all()] == [{"TEA": 3}, {"TEA": 2}]
    assert state_of(order) == State.ACKNOWLEDGED


def test_a_supplier_who_refuses_later_ends_it(sandbox, at_supplier, do_jobs, published):
    order = at_supplier("tea-refuses", TEA=5)
    call_back(told_about(let_supplier(sandbox, order, "answer")))

    do_jobs()

    order.refresh_from_db()
    assert (order.state, order.note, order.due_at) == (State.REJECTED, "out of business", None)
    assert [it.reason for it in published(PurchaseOrderCancelled)] == ["out of business"]


def test_a_supplier_who_promises_nothing_has_refused(sandbox, at_supplier, do_jobs):
    order = at_supplier("tea-short", TEA=1)
    call_back(told_about(let_supplier(sandbox, order, "answer")))

    do_jobs()

    assert state_of(order) == State.REJECTED


def test_an_answer_that_comes_after_the_units_leaves_nothing_open(
    sandbox, at_supplier, do_jobs, published
):
    order = at_supplier("tea-short", TEA=4)
    receive_purchase(order_id=order.id, reference="DN-1", units={"TEA": 2})
    call_back(told_about(let_supplier(sandbox, order, "answer")))

    do_jobs()

    order.refresh_from_db()
    assert (order.state, order.due_at) == (State.CLOSED, None)
    assert [it.given_up for it in published(PurchaseOrderClosed)] == [()]


def test_news_about_what_is_over_change_nothing(sandbox, at_supplier, do_jobs, published):
    order = at_supplier(TEA=4)
    receive_purchase(order_id=order.id, reference="DN-1", units={"TEA": 4})
    call_back(told_about(let_supplier(sandbox, order, "answer")))

    do_jobs()

    assert state_of(order) == State.RECEIVED
    assert published(PurchaseOrderAcknowledged) == []


def test_a_purchase_order_that_may_be_at_the_supplier_is_not_cancelled(sandbox, do_jobs):
    order = approved(TEA=5)
    jobs.claim(PurchaseOrder, order.id)

    with pytest.raises(DomainError, match=r"on its way to the supplier\. Wait until it is sent"):
        cancel_purchase(order_id=order.id, reason="changed our minds")


def test_a_purchase_order_that_nobody_was_asked_for_is_cancelled(do_jobs, published):
    order = approved(TEA=5)

    cancel_purchase(order_id=order.id, reason="changed our minds")

    assert do_jobs() == 0
    assert state_of(order) == State.CANCELLED
    assert [it.reason for it in published(PurchaseOrderCancelled)] == ["changed our minds"]


def test_a_mailed_order_is_followed_by_staff(do_jobs, published):
    SupplierFactory(adapter="email", address="orders@tea.example")
    order = approved(TEA=5, CUP=1)

    do_jobs()

    order.refresh_from_db()
    assert (order.state, order.due_at) == (State.SENT, None)
    assert mail.outbox[0].subject == f"Purchase order {order.number}"

    acknowledge_purchase(order_id=order.id, units={"TEA": 4}, expected_on=date(2026, 12, 24))

    assert lines_of(order) == {"TEA": (5, 0, 4), "CUP": (1, 0, 0)}
    assert published(PurchaseOrderAcknowledged)[0].expected_on == date(2026, 12, 24)


@pytest.mark.parametrize(
    ("units", "sentence"),
    [
        ({"TEA": 6}, "5 of TEA were ordered: the supplier cannot promise 6"),
        ({"TEA": -1}, "cannot promise -1"),
        ({"COFFEE": 1}, "There is no COFFEE in"),
        ({"TEA": 0}, "Nothing will come"),
    ],
)
def test_a_promise_that_nobody_can_mean_is_refused(units, sentence):
    order = sent(TEA=5)

    with pytest.raises((DomainError, InvalidInput), match=sentence):
        acknowledge_purchase(order_id=order.id, units=units, expected_on=date(2026, 12, 24))

    assert state_of(order) == State.SENT


def test_a_supplier_who_moved_is_asked_at_the_new_address(sandbox, do_jobs):
    order = approved(TEA=5)
    Supplier.objects.update(address="mill")

    do_jobs()

    with sandbox.client() as client:
        at_mill = client.get("/suppliers/mill/orders", params={"reference": str(order.id)})
    assert len(at_mill.json()) == 1
