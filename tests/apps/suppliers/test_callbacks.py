"""What suppliers call back: signed, kept once, and believed only after asking."""

from datetime import timedelta

import pytest
from django.test import Client

from apps.suppliers.models import PurchaseOrder, PurchaseOrderState, SupplierCallback
from shop.events.suppliers import PurchaseOrderAcknowledged
from shop.kernel.callbacks import read_again
from shop.kernel.models import CallbackState
from tests.apps.suppliers.story import call_back, let_supplier, told_about

pytestmark = [pytest.mark.django_db, pytest.mark.urls("apps.suppliers.urls")]

State = PurchaseOrderState


def test_a_callback_is_believed_after_asking(sandbox, at_supplier, do_jobs, published):
    order = at_supplier("tea-late", TEA=5)
    expected = order.expected_on
    told = let_supplier(sandbox, order, "answer")

    assert call_back(told_about(told)).status_code == 200
    do_jobs()

    order.refresh_from_db()
    assert (order.state, order.expected_on) == (State.ACKNOWLEDGED, expected + timedelta(days=7))
    assert SupplierCallback.objects.get().state == CallbackState.UNDERSTOOD


def test_what_is_told_again_changes_nothing(sandbox, at_supplier, do_jobs, published):
    order = at_supplier(TEA=5)
    told = let_supplier(sandbox, order, "answer")

    for number in range(3):
        call_back(told_about(told, event_id=f"evt_{number}"))
    call_back(told_about(told))
    do_jobs()

    assert len(published(PurchaseOrderAcknowledged)) == 1
    assert SupplierCallback.objects.count() == 3


def test_a_supplier_calls_back_by_a_door_of_his_own_and_is_read_again_without_effect(
    sandbox, at_supplier, do_jobs, published, settings
):
    settings.CALLBACK_SECRETS = {"suppliers/tea-house": ["known to him and us"]}
    order = at_supplier(TEA=5)
    told = told_about(let_supplier(sandbox, order, "answer"))

    answer = call_back(told, firm="tea-house", secret="known to him and us")
    do_jobs()
    read_again(SupplierCallback, SupplierCallback.objects.get().pk)
    do_jobs()

    callback = SupplierCallback.objects.get()
    assert answer.status_code == 200
    assert (callback.provider, callback.state) == ("tea-house", CallbackState.UNDERSTOOD)
    assert len(published(PurchaseOrderAcknowledged)) == 1


def test_a_message_about_an_order_that_we_had_wrong_is_read_again(
    sandbox, at_supplier, do_jobs, published
):
    order = at_supplier(TEA=5)
    told = let_supplier(sandbox, order, "answer")
    row = PurchaseOrder.objects.filter(pk=order.pk)
    row.update(supplier_reference="so_other")
    call_back(told_about(told))
    do_jobs()
    ignored = SupplierCallback.objects.get()
    row.update(supplier_reference=told["id"])

    read_again(SupplierCallback, ignored.pk)
    do_jobs()

    assert ignored.state == CallbackState.IGNORED
    assert len(published(PurchaseOrderAcknowledged)) == 1


def test_a_message_that_says_nothing_is_kept_and_ignored(sandbox, do_jobs):
    answers = [call_back({"id": f"evt_{n}", **it}) for n, it in enumerate([{}, {"data": {}}])]

    do_jobs()

    assert [it.status_code for it in answers] == [200, 200]
    assert set(SupplierCallback.objects.values_list("state", flat=True)) == {CallbackState.IGNORED}


def test_a_forged_message_is_not_kept(sandbox):
    answer = Client().post(
        "/callbacks/suppliers/sandbox",
        b'{"id": "evt_1", "data": {"id": "so_1", "reference": "x"}}',
        content_type="application/json",
        headers={"Sandbox-Signature": "t=1,v1=00"},
    )

    assert answer.status_code == 400
    assert not SupplierCallback.objects.exists()


def test_a_message_about_nothing_of_ours_is_put_aside(sandbox, at_supplier, do_jobs):
    order = at_supplier(TEA=5)
    call_back({"id": "evt_1", "data": {"id": "so_none", "reference": "nonsense"}})
    call_back({"id": "evt_2", "data": {"id": "so_none", "reference": str(order.id)}})

    do_jobs()

    notes = dict(SupplierCallback.objects.values_list("event_id", "note"))
    assert notes["evt_1"] == "There is no purchase order nonsense."
    assert notes["evt_2"] == "The supplier knows no order so_none."
    assert set(SupplierCallback.objects.values_list("state", flat=True)) == {CallbackState.IGNORED}
