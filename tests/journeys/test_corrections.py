"""What is taken back of a paid order, from the outside. Every journey ends with a clean shop."""

from uuid import UUID

from apps.inventory.models import Stock
from apps.inventory.queries import availability_of
from apps.orders.rules import Arrived
from apps.orders.services import receive_return
from tests.journeys.shopper import ADDRESS, APPROVED, REFUSES, SLOW_LANE, eventually


def test_a_parcel_that_comes_back_undelivered_is_paid_back_by_itself(shopper):
    order = shopper.buys_all([("TEA-1", 2)], token=APPROVED, address=REFUSES).json()

    seen = shopper.sees(order["id"], fulfilment_status="returned", payment_status="refunded")

    assert (seen["credited"], seen["lines"][0]["returned"]) == (seen["total"], 2)
    assert shopper.payment(order["id"])["refunded"] == seen["total"]
    invoice, note = shopper.documents(order["id"])
    assert (invoice["kind"], note["kind"]) == ("invoice", "credit_note")
    assert invoice["total"] == note["total"] == seen["total"]
    eventually(lambda: availability_of(["TEA-1"])["TEA-1"] == 5)


def test_units_are_sent_back_and_paid_back_one_after_the_other(shopper):
    order = shopper.buys("TEA-1", 3, token=APPROVED).json()
    line = shopper.sees(order["id"], state="delivered", payment_status="paid")["lines"][0]["id"]

    arrives(shopper.sends_back(order["id"], line, 2), line, restocked=1, damaged=1)
    part = shopper.sees(order["id"], payment_status="partially_refunded")
    arrives(shopper.sends_back(order["id"], line, 1), line, discarded=1)
    seen = shopper.sees(order["id"], payment_status="refunded", fulfilment_status="returned")

    assert (part["credited"], seen["credited"]) == ("25.00", seen["total"])
    assert [it["kind"] for it in shopper.documents(order["id"])] == [
        "invoice",
        *["credit_note"] * 2,
    ]
    eventually(lambda: Stock.objects.get().on_hand == 4)
    assert Stock.objects.get().damaged == 1


def test_units_are_left_out_of_a_parcel_that_the_courier_gives_back(shopper):
    order = shopper.buys_all([("TEA-1", 3)], token=APPROVED, address=SLOW_LANE).json()
    line = order["lines"][0]["id"]
    eventually(lambda: shopper.parcel_state(order["id"]) == "booked")
    first = shopper.client.get(f"/api/v1/shipments/{order['id']}").json()

    answer = shopper.wants_less(order["id"], line, 1)

    assert (answer.status_code, answer.json()["lines"][0]["cancelling"]) == (202, 1)
    seen = shopper.sees(order["id"], payment_status="partially_refunded", state="confirmed")
    assert (seen["lines"][0]["cancelled"], seen["lines"][0]["cancelling"]) == (1, 0)
    eventually(lambda: shopper.parcel_state(order["id"]) == "booked")
    anew = shopper.client.get(f"/api/v1/shipments/{order['id']}").json()
    assert [it["quantity"] for it in anew["parcels"]] == [2]
    assert anew["tracking_number"] != first["tracking_number"]
    assert availability_of(["TEA-1"])["TEA-1"] == 3


def test_a_courier_who_gives_nothing_back_brings_everything(shopper):
    nowhere_back = ADDRESS | {"line1": "No way back"}
    order = shopper.buys_all([("TEA-1", 2)], token=APPROVED, address=nowhere_back).json()
    shopper.sees(order["id"], state="confirmed")
    eventually(lambda: shopper.parcel_state(order["id"]) not in {"", "requested"})

    answer = shopper.wants_less(order["id"], order["lines"][0]["id"], 1)

    seen = shopper.sees(order["id"], state="delivered")
    assert answer.status_code in {202, 409}
    assert (seen["credited"], seen["lines"][0]["shipped"]) == ("0.00", 2)
    path = f"/api/v1/orders/{order['id']}/cancel-items"
    asked = shopper.client.get(path).json()["items"]
    assert [it["state"] for it in asked] == ["refused"] * (answer.status_code == 202)


def arrives(asked, line_id: str, **units: int) -> None:
    """The parcel is here; a clerk says what becomes of the units."""
    assert asked.status_code == 201, asked.text
    arrived = {UUID(line_id): Arrived(**units)}
    receive_return(return_id=UUID(asked.json()["id"]), arrived=arrived)
