"""What the database refuses, whatever the code does, and what the verbs do."""

import pytest
from django.db import IntegrityError

from apps.shipping.models import ShipmentState
from shop.kernel.errors import DomainError
from shop.kernel.identity import new_id
from tests.factories.shipping import CourierCallbackFactory, ShipmentFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("shipment_state_known", {"state": "lost", "due_at": None}),
        ("shipment_waits_until_over", {"due_at": None}),
        ("shipment_waits_until_over", {"state": ShipmentState.DELIVERED}),
        ("shipment_waits_until_over", {"state": ShipmentState.RECALLED}),
        (
            "shipment_recalled_from_couriers",
            {"state": ShipmentState.RECALLED, "due_at": None, "courier_id": "sh_1"},
        ),
        (
            "shipment_recalled_from_couriers",
            {"state": ShipmentState.RECALLED, "due_at": None, "claims": 1},
        ),
        ("shipment_booked_at_a_courier", {"state": ShipmentState.DISPATCHED}),
    ],
)
def test_a_shipment_that_cannot_be_is_refused(constraint, values):
    with pytest.raises(IntegrityError, match=constraint):
        ShipmentFactory(**values)


def test_an_order_has_one_shipment():
    order_id = new_id()
    ShipmentFactory(order_id=order_id)

    with pytest.raises(IntegrityError, match="order_id"):
        ShipmentFactory(order_id=order_id)


def test_a_callback_is_kept_once():
    CourierCallbackFactory(event_id="evt_same")

    with pytest.raises(IntegrityError, match="couriercallback_once"):
        CourierCallbackFactory(event_id="evt_same")


@pytest.mark.parametrize(
    ("verb", "sentence"),
    [
        ("deliver", "A booked shipment cannot become delivered"),
        ("come_back", "A booked shipment cannot become returned"),
        ("refuse", "A booked shipment cannot become undeliverable"),
    ],
)
def test_no_step_of_the_way_is_left_out(verb, sentence):
    shipment = ShipmentFactory(booked=True)

    with pytest.raises(DomainError, match=sentence):
        getattr(shipment, verb)()


@pytest.mark.parametrize("verb", ["call_off", "cancel", "dispatch"])
def test_a_parcel_that_has_left_is_neither_stopped_nor_sent_again(verb):
    shipment = ShipmentFactory(booked=True, state=ShipmentState.DISPATCHED)

    with pytest.raises(DomainError, match="A dispatched shipment cannot become"):
        getattr(shipment, verb)()


def test_rows_are_named_without_anything_personal():
    shipment = ShipmentFactory()

    assert str(shipment) == f"shipment {shipment.id}"
