"""What the courier calls back: signed, kept once, and believed only after asking."""

import json
from threading import Event
from typing import Any

import pytest
from django.test import Client

from apps.shipping.gateways import courier
from apps.shipping.models import CourierCallback, Shipment, ShipmentState
from apps.shipping.rules import Parcel
from apps.shipping.tasks import arrange, understand
from shop.events.shipping import (
    CourierCalledBack,
    ShipmentBooked,
    ShipmentDelivered,
    ShipmentDispatched,
)
from shop.kernel import clock
from shop.kernel.api.signatures import digest_of
from shop.kernel.callbacks import read_again
from shop.kernel.models import CallbackState
from tests.apps.shipping.conftest import talking_to
from tests.apps.shipping.story import callbacks_of, wait_for_courier
from tests.factories.shipping import ShipmentFactory
from tests.shop.sandbox.process import SECRET, SandboxProcess, running_sandbox

pytestmark = pytest.mark.urls("apps.shipping.urls")

DOOR = "/callbacks/shipping/sandbox"
BODY = {"id": "evt_1", "type": "shipment.dispatched", "data": {"id": "sh_1"}}


def call_back(body: dict[str, Any], *, signature: str | None = None):
    raw = json.dumps(body).encode()
    moment = str(int(clock.now().timestamp()))
    own = f"t={moment},v1={digest_of(raw, moment=moment, secret=SECRET)}"
    headers = {"Sandbox-Signature": own if signature is None else signature}
    return Client().post(DOOR, raw, content_type="application/json", headers=headers)


def all_told(process: SandboxProcess) -> None:
    """Waits until the shop has taken every callback."""
    with process.client() as client:
        while any(one["copies_left"] for one in client.get("/control/callbacks").json()):
            Event().wait(0.05)


@pytest.fixture
def quick(tmp_path, settings):
    """A courier that delivers as soon as it is asked."""
    with running_sandbox(tmp_path, dispatch_seconds=0, delivery_seconds=0) as process:
        yield talking_to(process, settings)


def test_a_callback_is_kept_once_however_often_it_comes(sandbox, published):
    answers = [call_back(BODY).status_code for _ in range(3)]

    callback = CourierCallback.objects.get()
    assert answers == [200, 200, 200]
    assert callback.body == json.dumps(BODY)
    assert [event.callback_id for event in published(CourierCalledBack)] == [callback.id]


def test_a_stranger_is_not_believed(sandbox, db):
    response = call_back(BODY, signature=f"t=1,v1={'0' * 64}")

    assert response.status_code == 400
    assert response.json()["code"] == "wrong_signature"
    assert not CourierCallback.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"id": 7, "data": {"id": "sh_1"}},
        {"id": "", "data": {"id": "sh_1"}},
        {"id": "evt\0", "data": {"id": "sh_1"}},
    ],
)
def test_a_callback_without_an_id_is_a_bad_request(sandbox, db, body):
    assert call_back(body).status_code == 400


@pytest.mark.parametrize("about", [{}, {"data": {}}, {"data": {"id": ""}}, {"data": {"id": 7}}])
def test_a_callback_about_nothing_is_kept_and_ignored(sandbox, db, do_jobs, about):
    answer = call_back({"id": "evt_1", "type": "account.updated", **about})

    do_jobs()

    callback = CourierCallback.objects.get()
    assert (answer.status_code, callback.state) == (200, CallbackState.IGNORED)
    assert callback.note.startswith("It does not say what it is about")


def test_all_callbacks_backwards_and_twice_tell_the_way_once(quick, published, do_jobs):
    shipment = ShipmentFactory()
    arrange(str(shipment.id))
    wait_for_courier(quick, shipment, "delivered")

    told = callbacks_of(quick, shipment)
    for body in reversed(told * 2):
        call_back(body)
        do_jobs()

    shipment.refresh_from_db()
    assert [body["type"] for body in told] == ["shipment.dispatched", "shipment.delivered"]
    assert (shipment.state, shipment.due_at) == (ShipmentState.DELIVERED, None)
    assert len(published(ShipmentDispatched)) == len(published(ShipmentDelivered)) == 1
    assert set(CourierCallback.objects.values_list("state", flat=True)) == {"understood"}


def test_a_callback_may_come_before_the_booking_was_recorded(quick, published, do_jobs):
    shipment = ShipmentFactory(claims=1, due_at=clock.now() + Shipment.claim_length)
    courier().book(
        reference=str(shipment.id),
        recipient=shipment.recipient,
        parcels=shipment.contents,
        key=shipment.key_for("book"),
    )
    wait_for_courier(quick, shipment, "delivered")

    for body in callbacks_of(quick, shipment):
        call_back(body)
    do_jobs()

    assert len(published(ShipmentBooked)) == len(published(ShipmentDelivered)) == 1


def test_a_callback_about_what_the_courier_does_not_know_is_ignored(sandbox, db, do_jobs):
    call_back(BODY)

    do_jobs()

    callback = CourierCallback.objects.get()
    assert (callback.state, callback.due_at) == (CallbackState.IGNORED, None)
    assert callback.note == "The courier knows no shipment sh_1."


def test_a_callback_about_somebody_elses_parcel_is_ignored(sandbox, db, do_jobs):
    consignment = courier().book(
        reference="another shop",
        recipient=ShipmentFactory.build().recipient,
        parcels=[Parcel(sku="MUG-BLUE", quantity=1)],
        key="another shop's key",
    )

    call_back({**BODY, "data": {"id": consignment.id}})
    do_jobs()

    note = CourierCallback.objects.get().note
    assert note == f"No shipment of ours is consignment {consignment.id}."


def test_a_callback_waits_while_the_courier_is_down(sandbox, settings, db, do_jobs):
    call_back(BODY)

    settings.SANDBOX_URL = "http://127.0.0.1:9"
    do_jobs()

    assert CourierCallback.objects.get().state == CallbackState.RECEIVED


def test_what_was_read_is_read_again_and_the_way_is_told_once(quick, published, do_jobs):
    shipment = ShipmentFactory()
    arrange(str(shipment.id))
    wait_for_courier(quick, shipment, "delivered")
    for body in callbacks_of(quick, shipment):
        call_back(body)
    do_jobs()

    for callback in CourierCallback.objects.order_by("-received_at"):
        read_again(CourierCallback, callback.pk)
        do_jobs()

    assert len(published(ShipmentDispatched)) == len(published(ShipmentDelivered)) == 1
    assert set(CourierCallback.objects.values_list("state", flat=True)) == {"understood"}


def test_a_parcel_that_was_unknown_to_us_moves_when_its_message_is_read_again(
    quick, published, do_jobs
):
    unborn = ShipmentFactory.build()
    consignment = courier().book(
        reference=str(unborn.id),
        recipient=unborn.recipient,
        parcels=unborn.contents,
        key=unborn.key_for("book"),
    )
    wait_for_courier(quick, unborn, "delivered")
    call_back({**BODY, "data": {"id": consignment.id}})
    do_jobs()
    ignored = CourierCallback.objects.get()
    ShipmentFactory(id=unborn.id, claims=1, due_at=clock.now() + Shipment.claim_length)

    read_again(CourierCallback, ignored.pk)
    do_jobs()

    assert ignored.state == CallbackState.IGNORED
    assert len(published(ShipmentDelivered)) == 1


@pytest.mark.django_db(transaction=True)
def test_a_real_courier_calls_back_over_the_wire(tmp_path, live_server, settings, published):
    door = f"{live_server.url}{DOOR}"
    options = {"dispatch_seconds": 0, "delivery_seconds": 0, "courier_callback_url": door}
    with running_sandbox(tmp_path, **options) as process:
        talking_to(process, settings)
        shipment = ShipmentFactory()
        arrange(str(shipment.id))
        wait_for_courier(process, shipment, "delivered")
        all_told(process)
        for event in published(CourierCalledBack):
            understand(str(event.callback_id))

    assert CourierCallback.objects.count() == 2
    assert len(published(ShipmentDispatched)) == len(published(ShipmentDelivered)) == 1
