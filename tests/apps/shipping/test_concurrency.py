"""Many hands on the same parcel, with real connections, real commits and the real courier."""

from functools import partial

import pytest

from apps.shipping.models import CourierCallback, Shipment, ShipmentState
from apps.shipping.services import keep_callback, stop_shipment
from apps.shipping.tasks import arrange, understand
from shop.events.shipping import (
    ShipmentBooked,
    ShipmentCancelled,
    ShipmentDelivered,
    ShipmentDispatched,
)
from tests.apps.shipping.conftest import talking_to
from tests.apps.shipping.story import (
    callbacks_of,
    consignments_of,
    later,
    status_at_courier,
    wait_for_courier,
)
from tests.factories.shipping import ShipmentFactory
from tests.shop.sandbox.process import running_sandbox
from tests.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def in_a_minute(action):
    """The action, done when every claim of now has run out."""

    def run():
        with later(seconds=61):
            action()

    return run


def test_two_workers_on_one_shipment_book_once(sandbox, published):
    shipments = ShipmentFactory.create_batch(4)

    for shipment in shipments:
        work = partial(arrange, str(shipment.id))
        at_once([work, work, in_a_minute(work)])

    assert [len(consignments_of(sandbox, one)) for one in shipments] == [1, 1, 1, 1]
    assert len(published(ShipmentBooked)) == 4


def test_stopping_while_the_courier_is_being_asked_sends_nothing(sandbox, published):
    shipments = ShipmentFactory.create_batch(10)

    for shipment in shipments:
        at_once(
            [
                partial(arrange, str(shipment.id)),
                partial(stop_shipment, order_id=shipment.order_id),
            ]
        )
    for minutes in range(1, 4):
        with later(minutes=minutes):
            for waiting in Shipment.objects.filter(due_at__isnull=False):
                arrange(str(waiting.id))

    at_courier = [one["status"] for s in shipments for one in consignments_of(sandbox, s)]
    assert set(at_courier) <= {"cancelled"}
    assert {one.state for one in Shipment.objects.all()} == {ShipmentState.CANCELLED}
    assert len(published(ShipmentCancelled)) == 10


def test_callback_and_job_at_once_tell_the_way_once(tmp_path, settings, published):
    with running_sandbox(tmp_path, dispatch_seconds=0, delivery_seconds=0) as process:
        talking_to(process, settings)
        for shipment in ShipmentFactory.create_batch(4):
            arrange(str(shipment.id))
            wait_for_courier(process, shipment, "delivered")
            for body in callbacks_of(process, shipment):
                text = f'{{"data": {{"id": "{body["data"]["id"]}"}}}}'
                keep_callback(provider="sandbox", event_id=body["id"], body=text)
            waiting = CourierCallback.objects.filter(due_at__isnull=False)
            at_once(
                [
                    *(partial(understand, str(callback.id)) for callback in waiting),
                    in_a_minute(partial(arrange, str(shipment.id))),
                ]
            )
            assert status_at_courier(process, shipment) == "delivered"

    assert len(published(ShipmentDispatched)) == len(published(ShipmentDelivered)) == 4
    assert not Shipment.objects.filter(due_at__isnull=False).exists()
