"""Parcels over the real courier, one hand at a time."""

import pytest

from apps.shipping.gateways import courier
from apps.shipping.models import Shipment, ShipmentState
from apps.shipping.tasks import arrange
from shop.events.shipping import (
    ShipmentBooked,
    ShipmentCancelled,
    ShipmentDelivered,
    ShipmentDispatched,
    ShipmentReturned,
)
from shop.kernel import jobs
from tests.apps.shipping.conftest import talking_to
from tests.apps.shipping.story import (
    cancellation_is_requested,
    consignments_of,
    later,
    order_is_confirmed,
    shipment_of,
    status_at_courier,
    wait_for_courier,
)
from tests.shop.sandbox.process import running_sandbox


@pytest.fixture
def requested(deliver):
    """`requested(line1=..., postal_code=...)`: the shipment of an order that was just confirmed."""

    def make(**address: str) -> Shipment:
        order_id = order_is_confirmed(**address)
        deliver("shipping")
        return shipment_of(order_id)

    return make


def booked_by_lost_worker(shipment: Shipment) -> None:
    """A worker booked at the courier and died before it could say so."""
    mine = jobs.claim(Shipment, shipment.id)
    courier().book(
        reference=str(mine.id),
        recipient=mine.recipient,
        parcels=mine.contents,
        key=mine.key_for("book"),
    )


def test_a_shipment_is_booked(sandbox, requested, published, do_jobs):
    shipment = requested()

    do_jobs()

    shipment.refresh_from_db()
    (consignment,) = consignments_of(sandbox, shipment)
    (event,) = published(ShipmentBooked)
    assert shipment.state == ShipmentState.BOOKED
    assert shipment.courier_id == consignment["id"]
    assert shipment.tracking_url == consignment["tracking_url"]
    assert event.tracking_number == shipment.tracking_number == consignment["tracking_number"]


def test_a_worker_that_died_after_booking_is_replaced(sandbox, requested, published, do_jobs):
    shipment = requested()
    booked_by_lost_worker(shipment)

    with later(seconds=61):
        do_jobs()

    assert len(consignments_of(sandbox, shipment)) == 1
    assert len(published(ShipmentBooked)) == 1


def test_an_address_that_nobody_drives_to_ends_the_shipment(sandbox, requested, published, do_jobs):
    shipment = requested(postal_code="00000")

    do_jobs()

    shipment.refresh_from_db()
    assert (shipment.state, shipment.due_at) == (ShipmentState.UNDELIVERABLE, None)
    assert len(published(ShipmentCancelled)) == 1


def test_a_courier_that_is_down_is_asked_again(sandbox, requested, published, do_jobs):
    shipment = requested()

    with sandbox.client() as client:
        client.post("/control/outage", json={"seconds": 3600})
        do_jobs()
        client.post("/control/outage", json={"seconds": 0})
    nothing_yet = published(ShipmentBooked)
    with later(seconds=5):
        do_jobs()

    assert nothing_yet == []
    assert status_at_courier(sandbox, shipment) == "booked"
    assert len(published(ShipmentBooked)) == 1


def test_a_booked_shipment_is_called_off_at_the_courier(
    sandbox, requested, published, deliver, do_jobs
):
    shipment = requested()
    do_jobs()

    cancellation_is_requested(shipment.order_id)
    deliver("shipping")
    do_jobs()

    shipment.refresh_from_db()
    assert (shipment.state, shipment.due_at) == (ShipmentState.CANCELLED, None)
    assert status_at_courier(sandbox, shipment) == "cancelled"
    assert len(published(ShipmentCancelled)) == 1


def test_a_booking_that_comes_back_after_the_cancellation_is_called_off(
    sandbox, requested, published, deliver, do_jobs
):
    shipment = requested()
    booked_by_lost_worker(shipment)

    cancellation_is_requested(shipment.order_id)
    deliver("shipping")
    before_the_courier_agreed = published(ShipmentCancelled)
    with later(seconds=61):
        do_jobs()

    assert before_the_courier_agreed == []
    assert status_at_courier(sandbox, shipment) == "cancelled"
    assert len(published(ShipmentCancelled)) == 1


def test_a_cancelled_shipment_that_the_courier_refuses_is_simply_cancelled(
    sandbox, requested, published, deliver, do_jobs
):
    shipment = requested(postal_code="00000")
    jobs.claim(Shipment, shipment.id)

    cancellation_is_requested(shipment.order_id)
    deliver("shipping")
    with later(seconds=61):
        do_jobs()

    shipment.refresh_from_db()
    assert shipment.state == ShipmentState.CANCELLED
    assert len(published(ShipmentCancelled)) == 1


def test_what_has_left_the_house_is_not_called_off(
    tmp_path, settings, requested, published, deliver, do_jobs
):
    with running_sandbox(tmp_path, dispatch_seconds=0, delivery_seconds=86400) as process:
        talking_to(process, settings)
        shipment = requested()
        do_jobs()
        wait_for_courier(process, shipment, "dispatched")
        cancellation_is_requested(shipment.order_id)
        deliver("shipping")
        asked_to_stop = shipment_of(shipment.order_id).state
        do_jobs()

    shipment.refresh_from_db()
    assert asked_to_stop == ShipmentState.CANCELLING
    assert shipment.state == ShipmentState.DISPATCHED
    assert published(ShipmentCancelled) == []
    assert len(published(ShipmentDispatched)) == 1


def test_a_parcel_is_followed_to_the_door_without_any_callback(
    tmp_path, settings, requested, published, do_jobs
):
    with running_sandbox(tmp_path, dispatch_seconds=0, delivery_seconds=0) as process:
        talking_to(process, settings)
        shipment = requested()
        do_jobs()
        wait_for_courier(process, shipment, "delivered")
        with later(seconds=31):
            do_jobs()

    shipment.refresh_from_db()
    assert (shipment.state, shipment.due_at) == (ShipmentState.DELIVERED, None)
    assert len(published(ShipmentDispatched)) == len(published(ShipmentDelivered)) == 1


def test_a_parcel_that_nobody_takes_comes_back(tmp_path, settings, requested, published, do_jobs):
    with running_sandbox(tmp_path, dispatch_seconds=0, delivery_seconds=0) as process:
        talking_to(process, settings)
        shipment = requested(line1="Return to sender")
        do_jobs()
        wait_for_courier(process, shipment, "returned")
        with later(seconds=31):
            do_jobs()

    assert len(published(ShipmentReturned)) == 1
    assert published(ShipmentDelivered) == []


def test_a_killed_courier_is_asked_again_when_it_is_back(
    tmp_path, settings, requested, published, do_jobs
):
    with running_sandbox(tmp_path, dispatch_seconds=86400) as process:
        talking_to(process, settings)
        asked, unasked = requested(), requested()
        arrange(str(asked.id))
        process.kill()
        do_jobs()

    with running_sandbox(tmp_path, dispatch_seconds=86400) as process, later(minutes=1):
        talking_to(process, settings)
        do_jobs()
        statuses = [status_at_courier(process, one) for one in (asked, unasked)]

    assert statuses == ["booked", "booked"]
    assert len(published(ShipmentBooked)) == 2
