"""A parcel that the courier knows is called off, made smaller, and booked anew."""

import pytest

from apps.shipping.gateways import courier
from apps.shipping.models import Shipment, ShipmentState
from apps.shipping.queries import shipment_of_consignment
from apps.shipping.rules import Consignment, ConsignmentStatus
from apps.shipping.services import (
    hear_of_consignment,
    recall_shipment,
    record_consignment,
    record_recall_refused,
    record_undeliverable,
    reduce_shipment,
    stop_shipment,
)
from shop.events.shipping import (
    ShipmentBooked,
    ShipmentCancelled,
    ShipmentDispatched,
    ShipmentRecalled,
    ShipmentRecallRefused,
)
from shop.kernel import jobs
from shop.kernel.errors import ClaimLost, DomainError, NotAtOnce
from tests.apps.shipping.conftest import talking_to
from tests.apps.shipping.story import consignments_of, later, wait_for_courier
from tests.factories.shipping import ShipmentFactory
from tests.shop.sandbox.process import running_sandbox

pytestmark = pytest.mark.django_db
MUGS = [{"sku": "MUG-BLUE", "quantity": 2}]


@pytest.fixture
def booked(sandbox, do_jobs) -> Shipment:
    """Two mugs, and the courier knows it."""
    shipment = ShipmentFactory(parcels=MUGS)
    do_jobs()
    return fresh(shipment)


def fresh(shipment: Shipment) -> Shipment:
    return Shipment.objects.get(pk=shipment.pk)


def recall(shipment: Shipment) -> None:
    recall_shipment(order_id=shipment.order_id)


def take_one_out(shipment: Shipment) -> None:
    reduce_shipment(order_id=shipment.order_id, units={"MUG-BLUE": 1})


def consignment_of(shipment: Shipment, status: str) -> Consignment:
    """What the courier says of its present booking."""
    return Consignment(
        id=shipment.courier_id or "sh_1",
        reference=shipment.reference,
        status=ConsignmentStatus(status),
        tracking_number="TRACK-1",
    )


def asked_at(address: str, do_jobs) -> Shipment:
    """A parcel that goes there is booked, and asked back."""
    shipment = ShipmentFactory(parcels=MUGS, line1=address)
    do_jobs()
    recall(shipment)
    return fresh(shipment)


def test_it_is_called_off_and_the_rest_is_booked_under_another_name(
    booked, sandbox, do_jobs, published
):
    recall(booked)
    do_jobs()

    at_hand = fresh(booked)
    assert (at_hand.state, at_hand.due_at, at_hand.courier_id) == (ShipmentState.RECALLED, None, "")
    assert [one["status"] for one in consignments_of(sandbox, booked)] == ["cancelled"]
    assert len(published(ShipmentRecalled)) == 1

    take_one_out(booked)
    do_jobs()

    anew = fresh(booked)
    (second,) = consignments_of(sandbox, anew)
    assert (anew.state, anew.courier_id) == (ShipmentState.BOOKED, second["id"])
    assert anew.reference != booked.reference
    assert second["id"] != booked.courier_id
    assert anew.tracking_number == second["tracking_number"]
    again = courier().book(
        reference=anew.reference,
        recipient=anew.recipient,
        parcels=anew.contents,
        key=anew.key_for("book"),
    )
    assert again.id == second["id"]
    assert [parcel.quantity for parcel in anew.contents] == [1]
    assert len(published(ShipmentBooked)) == 2
    assert published(ShipmentCancelled) == []


def test_a_worker_that_died_after_calling_off_is_replaced(booked, sandbox, do_jobs, published):
    recall(booked)
    mine = jobs.claim(Shipment, booked.id)
    courier().cancel(mine.courier_id, key=mine.key_for("cancel"))

    with later(seconds=61):
        do_jobs()

    assert fresh(booked).state == ShipmentState.RECALLED
    assert len(published(ShipmentRecalled)) == 1


def test_a_worker_that_died_after_booking_anew_is_replaced(booked, sandbox, do_jobs):
    recall(booked)
    do_jobs()
    take_one_out(booked)
    mine = jobs.claim(Shipment, booked.id)
    courier().book(
        reference=mine.reference,
        recipient=mine.recipient,
        parcels=mine.contents,
        key=mine.key_for("book"),
    )

    with later(seconds=61):
        do_jobs()

    anew = fresh(booked)
    assert [one["id"] for one in consignments_of(sandbox, anew)] == [anew.courier_id]


def test_a_booking_that_is_under_way_is_called_off_when_it_comes(sandbox, do_jobs, published):
    shipment = ShipmentFactory(parcels=MUGS)
    jobs.claim(Shipment, shipment.id)

    recall(shipment)
    with later(seconds=61):
        do_jobs()

    assert fresh(shipment).state == ShipmentState.RECALLED
    assert [one["status"] for one in consignments_of(sandbox, shipment)] == ["cancelled"]
    assert len(published(ShipmentRecalled)) == 1


def test_late_news_of_the_first_consignment_are_about_nothing(booked, do_jobs, published):
    first = consignment_of(booked, "cancelled")
    recall(booked)
    do_jobs()
    take_one_out(booked)

    while_unbooked = shipment_of_consignment(first)
    for status in ("booked", "dispatched", "cancelled"):
        old = consignment_of(booked, status)
        hear_of_consignment(shipment_id=booked.id, consignment=old)
    unbooked = fresh(booked)
    do_jobs()
    hear_of_consignment(shipment_id=booked.id, consignment=first)

    assert (while_unbooked, shipment_of_consignment(first)) == (None, None)
    assert (unbooked.state, unbooked.courier_id) == (ShipmentState.REQUESTED, "")
    assert fresh(booked).state == ShipmentState.BOOKED
    assert published(ShipmentCancelled) == published(ShipmentDispatched) == []


def test_what_a_job_learned_of_the_first_consignment_is_dropped(booked, published):
    recall(booked)
    mine = jobs.claim(Shipment, booked.id)
    told = consignment_of(booked, "cancelled")
    hear_of_consignment(shipment_id=booked.id, consignment=told)
    take_one_out(booked)

    with pytest.raises(ClaimLost):
        record_consignment(shipment_id=mine.id, claims=mine.claims, consignment=told)
    with pytest.raises(ClaimLost):
        record_undeliverable(shipment_id=mine.id, claims=mine.claims)
    with pytest.raises(ClaimLost):
        record_recall_refused(shipment_id=mine.id, claims=mine.claims)
    assert fresh(booked).state == ShipmentState.REQUESTED
    assert len(published(ShipmentRecalled)) == 1


def test_a_courier_who_gives_nothing_back_sends_it_as_it_is(sandbox, do_jobs, published):
    shipment = asked_at("No way back", do_jobs)

    do_jobs()

    assert fresh(shipment).state == ShipmentState.BOOKED
    assert len(published(ShipmentRecallRefused)) == 1
    with pytest.raises(NotAtOnce):
        take_one_out(shipment)
    recall(shipment)
    do_jobs()
    assert len(published(ShipmentRecallRefused)) == 2


def test_a_refusal_means_nothing_to_a_parcel_that_is_to_be_stopped(booked, published):
    recall(booked)
    mine = jobs.claim(Shipment, booked.id)
    stop_shipment(order_id=booked.order_id)

    record_recall_refused(shipment_id=mine.id, claims=mine.claims)

    assert fresh(booked).state == ShipmentState.CANCELLING
    assert published(ShipmentRecallRefused) == []


def test_what_has_left_meanwhile_is_on_its_way(tmp_path, settings, do_jobs, published):
    with running_sandbox(tmp_path, dispatch_seconds=0, delivery_seconds=86400) as process:
        talking_to(process, settings)
        shipment = ShipmentFactory(parcels=MUGS)
        do_jobs()
        wait_for_courier(process, shipment, "dispatched")
        recall(shipment)
        do_jobs()

    assert fresh(shipment).state == ShipmentState.DISPATCHED
    assert len(published(ShipmentDispatched)) == 1
    assert published(ShipmentRecalled) == published(ShipmentRecallRefused) == []


@pytest.mark.parametrize("given_back", [False, True])
def test_all_of_it_is_stopped_before_something_is_left_out(
    booked, sandbox, do_jobs, published, given_back
):
    recall(booked)
    if given_back:
        do_jobs()
    stop_shipment(order_id=booked.order_id)
    do_jobs()

    assert fresh(booked).state == ShipmentState.CANCELLED
    assert [one["status"] for one in consignments_of(sandbox, booked)] == ["cancelled"]
    assert len(published(ShipmentCancelled)) == 1
    assert len(published(ShipmentRecalled)) == int(given_back)
    with pytest.raises(DomainError, match="The parcel is cancelled"):
        take_one_out(booked)


def test_what_is_booked_anew_can_be_stopped_too(booked, do_jobs, published):
    recall(booked)
    do_jobs()
    take_one_out(booked)

    stop_shipment(order_id=booked.order_id)

    assert fresh(booked).state == ShipmentState.CANCELLED
    assert len(published(ShipmentCancelled)) == 1


def test_an_address_that_nobody_drives_to_ends_it(sandbox, do_jobs, published):
    shipment = ShipmentFactory(parcels=MUGS, postal_code="00000")
    jobs.claim(Shipment, shipment.id)
    recall(shipment)

    with later(seconds=61):
        do_jobs()

    assert fresh(shipment).state == ShipmentState.UNDELIVERABLE
    assert len(published(ShipmentCancelled)) == 1


def test_what_no_courier_knows_is_free_at_once(published):
    shipment = ShipmentFactory(parcels=MUGS)

    recall(shipment)
    take_one_out(shipment)

    assert fresh(shipment).is_untouched
    assert len(published(ShipmentRecalled)) == 1


@pytest.mark.parametrize("state", ["dispatched", "delivered", "cancelled", "cancelling"])
def test_what_has_left_or_ended_is_not_asked_back(state):
    due = {} if state in {"dispatched", "cancelling"} else {"due_at": None}
    shipment = ShipmentFactory(booked=True, state=state, **due)

    with pytest.raises(DomainError, match=f"The parcel is {state}: nothing can be taken out"):
        recall(shipment)


def test_it_is_asked_back_once(booked):
    recall(booked)

    with pytest.raises(NotAtOnce):
        recall(booked)
