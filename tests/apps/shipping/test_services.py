import pytest

from apps.shipping.models import ShipmentState
from apps.shipping.rules import Consignment, ConsignmentStatus
from apps.shipping.services import hear_of_consignment, record_consignment, stop_shipment
from shop.events.shipping import (
    ShipmentBooked,
    ShipmentCancelled,
    ShipmentDelivered,
    ShipmentDispatched,
    ShipmentRequested,
    ShipmentReturned,
)
from shop.kernel.context import Context, acting_in
from shop.kernel.errors import ClaimLost, NotYet
from shop.kernel.identity import new_id
from shop.kernel.models import OutboxEvent
from tests.apps.shipping.story import cancellation_is_requested, order_is_confirmed, shipment_of
from tests.factories.shipping import ShipmentFactory

pytestmark = pytest.mark.django_db


def told(shipment, status: ConsignmentStatus) -> Consignment:
    return Consignment(
        id=shipment.courier_id or "sh_1",
        reference=shipment.reference,
        status=status,
        tracking_number="TRACK-1",
    )


def story() -> list[str]:
    """The names of all events so far."""
    types = OutboxEvent.objects.order_by("id").values_list("type", flat=True)
    return [name.split(".")[2] for name in types]


def test_a_confirmed_order_is_to_be_shipped(deliver, published):
    order_id = order_is_confirmed(line1="1 Quay", postal_code="4000")

    deliver("shipping")

    shipment = shipment_of(order_id)
    (event,) = published(ShipmentRequested)
    assert shipment.state == ShipmentState.REQUESTED
    assert shipment.parcels == [{"sku": "MUG-BLUE", "quantity": 2}]
    assert (shipment.recipient.line1, shipment.recipient.country) == ("1 Quay", "PT")
    assert (event.shipment_id, event.order_id) == (shipment.id, order_id)
    assert shipment.story["causation_id"] == str(OutboxEvent.objects.last().event_id)


def test_what_no_courier_was_asked_for_is_cancelled_at_once(deliver, published):
    order_id = order_is_confirmed()
    deliver("shipping")

    cancellation_is_requested(order_id)
    deliver("shipping")

    shipment = shipment_of(order_id)
    (event,) = published(ShipmentCancelled)
    assert (shipment.state, shipment.due_at) == (ShipmentState.CANCELLED, None)
    assert event.shipment_id == shipment.id


def test_a_booked_parcel_is_not_called_cancelled_before_the_courier_agrees(published):
    shipment = ShipmentFactory(booked=True)

    stop_shipment(order_id=shipment.order_id)

    shipment.refresh_from_db()
    assert shipment.state == ShipmentState.CANCELLING
    assert published(ShipmentCancelled) == []


def test_a_booking_is_called_off_in_the_story_of_the_cancellation():
    shipment = ShipmentFactory(booked=True)
    cancelling = Context(correlation_id=new_id())

    with acting_in(cancelling):
        stop_shipment(order_id=shipment.order_id)

    shipment.refresh_from_db()
    assert shipment.story["correlation_id"] == str(cancelling.correlation_id)


@pytest.mark.parametrize(
    "state",
    [ShipmentState.DISPATCHED, ShipmentState.CANCELLING],
)
def test_stopping_changes_nothing_when_it_is_too_late_or_under_way(state):
    shipment = ShipmentFactory(booked=True, state=state)

    stop_shipment(order_id=shipment.order_id)

    shipment.refresh_from_db()
    assert shipment.state == state
    assert story() == []


def test_a_cancellation_that_overtakes_its_order_is_heard_again_later():
    with pytest.raises(NotYet):
        stop_shipment(order_id=new_id())


def test_a_delivery_that_is_learned_first_tells_the_whole_way():
    shipment = ShipmentFactory(claims=1)

    hear_of_consignment(
        shipment_id=shipment.id, consignment=told(shipment, ConsignmentStatus.DELIVERED)
    )

    shipment.refresh_from_db()
    assert story() == ["ShipmentBooked", "ShipmentDispatched", "ShipmentDelivered"]
    assert shipment.tracking_number == "TRACK-1"
    assert shipment.delivered_at is not None
    assert shipment.due_at is None


def test_old_and_repeated_news_tell_nothing_again():
    shipment = ShipmentFactory(booked=True)
    out_of_order = ["dispatched", "booked", "delivered", "dispatched", "delivered", "returned"]

    for status in out_of_order:
        hear_of_consignment(
            shipment_id=shipment.id, consignment=told(shipment, ConsignmentStatus(status))
        )

    shipment.refresh_from_db()
    assert shipment.state == ShipmentState.DELIVERED
    assert story() == ["ShipmentDispatched", "ShipmentDelivered"]


def test_a_parcel_that_nobody_took_comes_back(published):
    shipment = ShipmentFactory(booked=True)

    hear_of_consignment(
        shipment_id=shipment.id, consignment=told(shipment, ConsignmentStatus.RETURNED)
    )

    assert story() == ["ShipmentDispatched", "ShipmentReturned"]
    assert published(ShipmentDelivered) == []
    assert published(ShipmentReturned)[0].order_id == shipment.order_id


def test_a_courier_that_calls_off_by_itself_cancels_the_shipment(published):
    shipment = ShipmentFactory(booked=True)

    hear_of_consignment(
        shipment_id=shipment.id, consignment=told(shipment, ConsignmentStatus.CANCELLED)
    )

    assert len(published(ShipmentCancelled)) == 1


def test_what_was_cancelled_is_not_dispatched_by_old_news(published):
    shipment = ShipmentFactory(state=ShipmentState.CANCELLED, due_at=None)

    hear_of_consignment(
        shipment_id=shipment.id, consignment=told(shipment, ConsignmentStatus.DISPATCHED)
    )

    assert published(ShipmentBooked) == published(ShipmentDispatched) == []


def test_a_result_of_a_lost_claim_is_dropped():
    shipment = ShipmentFactory(claims=2)

    with pytest.raises(ClaimLost):
        record_consignment(
            shipment_id=shipment.id, claims=1, consignment=told(shipment, ConsignmentStatus.BOOKED)
        )

    assert story() == []
