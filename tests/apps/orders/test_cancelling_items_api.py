"""Wanting less over HTTP."""

import json

import pytest
from django.test import Client

from apps.orders.models import Credit, Order
from apps.orders.rules import KeptReason, WantedLine
from apps.orders.services import keep_asked_items, place_order
from shop.kernel.identity import new_id
from tests.apps.inventory.queues import let_wait
from tests.apps.inventory.story import pay
from tests.apps.orders.conftest import ADDRESS
from tests.apps.orders.test_api import token_of
from tests.factories.orders import OfferFactory, TaxRateFactory
from tests.factories.shipping import ShipmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(deliver) -> Order:
    """Three paid tins, one of which is there."""
    TaxRateFactory()
    let_wait("TEA-1", on_hand=1)
    OfferFactory(sku="TEA-1")
    placed = place_order(
        customer_id=new_id(), lines=[WantedLine("TEA-1", 3)], delivery_address=ADDRESS
    )
    pay(placed.order.id)
    deliver("orders", "inventory", "shipping")
    return placed.order


def less(order: Order, units: int, *, customer_id=None, key: str = "", **body):
    client = Client(
        headers={"Authorization": f"Bearer {token_of(customer_id or order.customer_id)}"}
    )
    lines = [{"line_id": str(order.lines.get().id), "quantity": units}]
    return client.post(
        f"/api/v1/orders/{order.id}/cancel-items",
        json.dumps({"lines": lines, "reason": "takes_too_long", **body}),
        content_type="application/json",
        headers={"Idempotency-Key": key or str(new_id())},
    )


def test_units_are_cancelled_and_the_order_shows_it(order):
    answer = less(order, 1)

    assert answer.status_code == 200
    (line,) = answer.json()["lines"]
    assert (line["cancelled"], line["awaited"]) == (1, 1)
    assert (answer.json()["state"], answer.json()["credited"]) == ("confirmed", "12.50")


def test_the_same_key_cancels_once(order):
    answers = [less(order, 1, key="once") for _ in range(2)]

    assert answers[0].json() == answers[1].json()
    assert Credit.objects.count() == 1


def test_all_that_is_left_is_the_whole_order(order):
    assert less(order, 3).json()["state"] == "cancelled"


def test_a_parcel_that_has_to_be_stopped_first_is_asked_for(order):
    order.lines.update(awaited=0, promised_for=None)

    assert less(order, 3).status_code == 202


@pytest.fixture
def booked(order) -> Order:
    """The same, when all are there and the courier knows the parcel."""
    order.lines.update(awaited=0, promised_for=None)
    ShipmentFactory(
        order_id=order.id,
        customer_id=order.customer_id,
        parcels=[{"sku": "TEA-1", "quantity": 3}],
        booked=True,
    )
    return order


def asked_of(order: Order, *, customer_id=None):
    token = token_of(customer_id or order.customer_id)
    client = Client(headers={"Authorization": f"Bearer {token}"})
    return client.get(f"/api/v1/orders/{order.id}/cancel-items")


def test_what_the_courier_has_to_give_back_is_asked_for_and_shown(booked):
    answers = [less(booked, 1, key="once") for _ in range(2)]

    assert [it.status_code for it in answers] == [202, 202]
    assert answers[0].json() == answers[1].json()
    (line,) = answers[0].json()["lines"]
    assert (line["cancelling"], line["cancelled"]) == (1, 0)
    (asked,) = asked_of(booked).json()["items"]
    assert (asked["state"], asked["reason"], asked["refusal"]) == (
        "requested",
        "takes_too_long",
        "",
    )
    assert [(it["sku"], it["quantity"]) for it in asked["lines"]] == [("TEA-1", 1)]
    assert less(booked, 1).status_code == 409


def test_what_he_does_not_give_back_is_shown_as_refused(booked):
    less(booked, 1)

    keep_asked_items(order_id=booked.id, refusal=KeptReason.COURIER_REFUSED)

    (asked,) = asked_of(booked).json()["items"]
    assert (asked["state"], asked["refusal"]) == ("refused", "courier_refused")


def test_what_was_done_at_once_was_asked_of_nobody(order):
    less(order, 1)

    assert asked_of(order).json() == {"items": []}


def test_a_stranger_learns_nothing_of_it(booked):
    assert asked_of(booked, customer_id=new_id()).status_code == 404


def test_the_order_of_somebody_else_is_none(order):
    assert less(order, 1, customer_id=new_id()).status_code == 404


def test_more_than_there_is_is_a_conflict_and_nonsense_is_unprocessable(order):
    assert less(order, 4).status_code == 409
    assert less(order, 0).status_code == 422
    assert less(order, 1, reason="mood").status_code == 422
