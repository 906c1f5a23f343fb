"""Who buys more than is there waits, is told, and gets one parcel with everything."""

import pytest

from apps.inventory.models import Waiting, WhenSoldOut
from apps.inventory.queries import queue_of
from apps.inventory.services import agree_on_terms, receive_stock
from apps.notifications.models import Message
from shop.kernel import clock
from tests.journeys.shopper import APPROVED, eventually


@pytest.fixture
def patient(shopper):
    """A shopper of tea that one can wait for; five tins are there."""
    waiting = Waiting(when_sold_out=WhenSoldOut.BACKORDER, available_from=clock.now().date())
    agree_on_terms(sku="TEA-1", waiting=waiting)
    return shopper


def come(units):
    receive_stock(sku="TEA-1", warehouse="north", quantity=units, reason="delivery")


def waits_for(shopper, order):
    return shopper.order(order["id"])["lines"][0]["awaited"]


def mails():
    return list(Message.objects.order_by("created_at").values_list("kind", flat=True))


def test_bought_while_sold_out_and_delivered_when_all_has_come(patient):
    order = patient.buys("TEA-1", 7, token=APPROVED).json()
    line = order["lines"][0]
    assert (line["awaited"], line["promised_for"]) == (2, clock.now().date().isoformat())
    patient.sees(order["id"], state="confirmed", payment_status="paid")

    come(1)
    eventually(lambda: waits_for(patient, order) == 1)
    assert patient.order(order["id"])["state"] == "confirmed"
    assert patient.buys("TEA-1", 1).json()["lines"][0]["awaited"] == 1

    come(2)
    delivered = patient.sees(order["id"], state="delivered")

    assert delivered["lines"][0]["shipped"] == 7
    assert delivered["lines"][0]["awaited"] == 0
    told = ["backorder_raised", "order_confirmed", "backorder_filled", "order_shipped"]
    eventually(lambda: set(told) <= set(mails()))
    assert mails().count("backorder_filled") == 3


def test_what_takes_too_long_is_left_out_paid_back_and_the_rest_delivered(patient):
    order = patient.buys("TEA-1", 7, token=APPROVED).json()
    line = patient.sees(order["id"], state="confirmed", payment_status="paid")["lines"][0]

    answer = patient.wants_less(order["id"], line["id"], 2)

    assert answer.status_code == 200, answer.text
    seen = patient.sees(order["id"], state="delivered", payment_status="partially_refunded")
    assert (seen["credited"], seen["lines"][0]["shipped"]) == ("25.00", 5)
    assert [it["kind"] for it in patient.documents(order["id"])] == ["invoice", "credit_note"]
    eventually(lambda: queue_of("TEA-1", at_most=1) == [])
    eventually(lambda: "items_cancelled" in mails())


def test_what_was_left_out_and_then_the_rest_is_all_paid_back(patient):
    order = patient.buys("TEA-1", 8, token=APPROVED).json()
    line = patient.sees(order["id"], state="confirmed", payment_status="paid")["lines"][0]

    assert patient.wants_less(order["id"], line["id"], 1).status_code == 200
    assert patient.cancels(order["id"]).status_code == 200

    seen = patient.sees(order["id"], state="cancelled", payment_status="refunded")
    assert seen["credited"] == seen["total"]


def test_an_order_that_waits_is_cancelled_and_its_money_goes_back(patient):
    order = patient.buys("TEA-1", 6, token=APPROVED).json()
    patient.sees(order["id"], state="confirmed", payment_status="paid")

    assert patient.cancels(order["id"]).status_code in {200, 202}
    patient.sees(order["id"], state="cancelled", payment_status="refunded")

    eventually(lambda: queue_of("TEA-1", at_most=1) == [])
