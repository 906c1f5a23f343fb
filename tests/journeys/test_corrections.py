"""What is taken back of a paid order, from the outside. Every journey ends with a clean shop."""

from apps.inventory.queries import availability_of
from tests.journeys.shopper import APPROVED, REFUSES, eventually


def test_a_parcel_that_comes_back_undelivered_is_paid_back_by_itself(shopper):
    order = shopper.buys_all([("TEA-1", 2)], token=APPROVED, address=REFUSES).json()

    seen = shopper.sees(order["id"], fulfilment_status="returned", payment_status="refunded")

    assert (seen["credited"], seen["lines"][0]["returned"]) == (seen["total"], 2)
    assert shopper.payment(order["id"])["refunded"] == seen["total"]
    eventually(lambda: availability_of(["TEA-1"])["TEA-1"] == 5)
