import sqlite3
from contextlib import closing

import httpx
import pytest

from tests.shop.sandbox.calls import ADA, book, callbacks_of, post
from tests.shop.sandbox.process import running_sandbox
from tests.shop.sandbox.receiver import receiving


@pytest.fixture
def quick(folder):
    """A courier who dispatches and delivers at once, and whom he tells."""
    with (
        receiving() as shop,
        running_sandbox(
            folder, dispatch_seconds=0, delivery_seconds=0, courier_callback_url=shop.url
        ) as sandbox,
        sandbox.client() as client,
    ):
        yield client, shop


def test_a_booked_shipment_has_a_number_and_a_label(client, reference):
    answer = book(client, reference=reference, name="Ada <Lovelace>")

    shipment = answer.json()
    label = httpx.get(shipment["label_url"], trust_env=False)
    assert (answer.status_code, shipment["status"]) == (201, "booked")
    assert shipment["tracking_number"] in label.text
    assert "Ada &lt;Lovelace&gt;" in label.text
    assert "MUG-BLUE" in label.text


def test_everybody_may_follow_a_shipment_but_not_learn_the_address(client, reference):
    shipment = book(client, reference=reference).json()

    tracking = httpx.get(shipment["tracking_url"], trust_env=False)

    assert "Your parcel is booked" in tracking.text
    assert ADA["name"] not in tracking.text
    assert ADA["line1"] not in tracking.text


def test_an_unknown_tracking_number_is_not_found(sandbox):
    answer = httpx.get(f"{sandbox.url}/courier/track/SB0", trust_env=False)

    assert answer.status_code == 404


def test_a_shipment_is_dispatched_and_then_delivered(quick, reference):
    client, shop = quick

    shipment = book(client, reference=reference).json()

    told = shop.take(2)
    assert {one.body["type"] for one in told} == {"shipment.dispatched", "shipment.delivered"}
    assert {one.body["data"]["tracking_number"] for one in told} == {shipment["tracking_number"]}
    assert client.get(f"/courier/shipments/{shipment['id']}").json()["status"] == "delivered"


def test_what_the_recipient_refuses_comes_back(quick, reference):
    client, shop = quick

    shipment = book(client, reference=reference, line1="Return to sender").json()

    told = {one.body["type"] for one in shop.take(2)}
    assert told == {"shipment.dispatched", "shipment.returned"}
    assert client.get(f"/courier/shipments/{shipment['id']}").json()["status"] == "returned"


def test_a_shipment_is_cancelled_before_it_is_dispatched(folder, reference):
    with running_sandbox(folder, dispatch_seconds=600) as sandbox, sandbox.client() as client:
        shipment = book(client, reference=reference).json()

        cancelled = post(client, f"/courier/shipments/{shipment['id']}/cancel", {})

        assert cancelled.json()["status"] == "cancelled"
        assert [one["type"] for one in callbacks_of(client, reference)] == ["shipment.cancelled"]


def test_what_is_sorted_at_once_is_not_given_back(client, reference):
    shipment = book(client, reference=reference, line1="No way back").json()

    refused = post(client, f"/courier/shipments/{shipment['id']}/cancel", {})

    assert refused.status_code == 409
    assert client.get(f"/courier/shipments/{shipment['id']}").json()["status"] == "booked"


def test_in_the_slow_lane_the_van_comes_late(folder, reference):
    with running_sandbox(folder, dispatch_seconds=600) as sandbox, sandbox.client() as client:
        book(client, reference=reference, line1="Slow lane").raise_for_status()
        book(client, reference=reference).raise_for_status()

    with closing(sqlite3.connect(folder / "sandbox.sqlite3")) as ledger:
        waits = ledger.execute("SELECT dispatches_at - booked_at FROM shipments ORDER BY rowid")
        assert [round(seconds) for (seconds,) in waits] == [6000, 600]


def test_a_dispatched_shipment_is_not_cancelled(quick, reference):
    client, shop = quick
    shipment = book(client, reference=reference).json()
    shop.take_until("shipment.delivered")

    refused = post(client, f"/courier/shipments/{shipment['id']}/cancel", {})

    assert refused.status_code == 409
    assert "this one is delivered" in refused.json()["detail"]


def test_an_undeliverable_address_is_refused(client, reference):
    refused = book(client, reference=reference, postal_code="00000")

    assert refused.status_code == 422
    assert "undeliverable" in refused.json()["detail"]
    assert client.get("/courier/shipments", params={"reference": reference}).json() == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"recipient": {**ADA, "country": "Germany"}}, "$.recipient.country"),
        ({"recipient": {**ADA, "name": ""}}, "$.recipient.name"),
        ({"parcels": []}, "$.parcels"),
        ({"parcels": [{"sku": "MUG", "quantity": 0}]}, "$.parcels[0].quantity"),
        ({"parcels": [{"sku": "MUG", "quantity": 1.5}]}, "$.parcels[0].quantity"),
    ],
)
def test_a_wrong_field_of_a_booking_is_named(client, reference, change, field):
    body = {"reference": reference, "recipient": ADA, "parcels": [{"sku": "MUG", "quantity": 1}]}

    answer = post(client, "/courier/shipments", {**body, **change})

    assert answer.status_code == 422
    assert field in answer.json()["detail"]
