from datetime import timedelta

import pytest

from apps.shipping.models import ShipmentState
from apps.shipping.queries import shipments_by_order, shipments_under_way
from tests.apps.shipping.story import later
from tests.factories.shipping import ShipmentFactory

pytestmark = pytest.mark.django_db


def test_shipments_are_told_by_order():
    mine, other = ShipmentFactory(), ShipmentFactory(booked=True)

    shipments = shipments_by_order([mine.order_id])

    assert set(shipments) == {mine.order_id}
    assert [(p.sku, p.quantity) for p in shipments[mine.order_id].parcels] == [("MUG-BLUE", 2)]
    assert set(shipments_by_order()) == {mine.order_id, other.order_id}
    assert shipments_by_order([]) == {}


def test_what_takes_longer_than_it_should_is_named():
    waiting = ShipmentFactory()
    ShipmentFactory(state=ShipmentState.CANCELLED, due_at=None)

    with later(days=8):
        slow = shipments_under_way(longer_than=timedelta(days=7))

    assert [(one.shipment_id, one.state) for one in slow] == [(waiting.id, "requested")]
    assert shipments_under_way(longer_than=timedelta(days=7)) == []
