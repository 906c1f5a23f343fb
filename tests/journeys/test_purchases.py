"""The life of an order, from the outside. Every journey ends with a clean shop."""

from datetime import timedelta

import pytest

from apps.inventory.queries import availability_of
from apps.inventory.services import release_lapsed_holds
from apps.notifications.models import Message
from apps.orders.models import Order
from apps.payments.models import PaymentAttempt
from tests.journeys.shopper import (
    APPROVED,
    DECLINED,
    LATE,
    REPEATING,
    SLOW,
    STALLED,
    eventually,
)


def units_left() -> int:
    return availability_of(["TEA-1"])["TEA-1"]


def test_bought_and_delivered(shopper):
    order = shopper.buys("TEA-1", 2, token=APPROVED).json()

    delivered = shopper.sees(order["id"], state="delivered", payment_status="paid")

    assert delivered["lines"][0]["shipped"] == 2
    assert delivered["tracking_number"]
    assert units_left() == 3
    told = {"welcome", "order_confirmed", "order_shipped", "order_delivered"}
    eventually(lambda: told <= _kinds_sent())


def _kinds_sent() -> set[str]:
    return set(Message.objects.filter(state="sent").values_list("kind", flat=True))


def test_sold_out_is_a_409_and_the_facts_are_kept(shopper):
    answer = shopper.buys("TEA-1", 6, token=APPROVED)

    assert answer.status_code == 409
    assert answer.json()["lines"] == [{"sku": "TEA-1", "wanted": 6, "available": 5}]
    assert Order.objects.get().state == "rejected"
    assert units_left() == 5


def test_declined_then_paid_with_another_card(shopper):
    order = shopper.buys("TEA-1", 1, token=DECLINED).json()
    eventually(lambda: shopper.payment(order["id"])["status"] == "requires_payment_method")

    again = shopper.pays(order["id"], APPROVED)

    assert again.status_code in {201, 202}
    shopper.sees(order["id"], state="delivered", payment_status="paid")


def test_the_gateway_times_out_after_taking_the_money(shopper, sandbox):
    order = shopper.buys("TEA-1", 1, token=STALLED).json()

    shopper.sees(order["id"], state="delivered", payment_status="paid")

    assert Order.objects.get().captured == Order.objects.get().total
    first, second = PaymentAttempt.objects.order_by("number")
    eventually(lambda: _statuses(sandbox, first) == ["voided"])
    assert (second.gateway, second.state) == ("soap", "captured")


def _statuses(sandbox, attempt) -> list[str]:
    with sandbox.client() as gateway:
        found = gateway.get("/gateway/charges", params={"reference": str(attempt.id)}).json()
        return [charge["status"] for charge in found]


@pytest.mark.parametrize("token", [SLOW, REPEATING])
def test_slow_answers_and_repeated_callbacks_pay_once(shopper, token):
    order = shopper.buys("TEA-1", 1, token=token).json()

    shopper.sees(order["id"], state="delivered", payment_status="paid")


def test_a_hold_that_expires_cancels_the_order(shopper, settings):
    settings.HOLD_LENGTH = timedelta(milliseconds=1)
    order = shopper.buys("TEA-1", 2).json()

    eventually(release_lapsed_holds)

    shopper.sees(order["id"], state="cancelled", cancel_reason="expired")
    assert units_left() == 5


def test_money_that_arrives_after_the_hold_expired_is_refunded(shopper, settings, sandbox):
    settings.HOLD_LENGTH = timedelta(milliseconds=1)
    order = shopper.buys("TEA-1", 2, token=LATE).json()
    charge = eventually(lambda: _charge_under_way(sandbox))
    eventually(release_lapsed_holds)
    shopper.sees(order["id"], state="cancelled", cancel_reason="expired")

    with sandbox.client() as gateway:
        gateway.post(f"/control/charges/{charge}/settle").raise_for_status()

    eventually(lambda: _nothing_was_kept(sandbox, charge))
    assert units_left() == 5


def _charge_under_way(sandbox) -> str | None:
    attempt = PaymentAttempt.objects.get()
    with sandbox.client() as gateway:
        found = gateway.get("/gateway/charges", params={"reference": str(attempt.id)}).json()
        return found[0]["id"] if found and found[0]["status"] == "processing" else None


def _nothing_was_kept(sandbox, charge: str) -> bool:
    with sandbox.client() as gateway:
        found = gateway.get(f"/gateway/charges/{charge}").json()
        return found["status"] in {"voided", "refunded"}


def test_an_order_is_stopped_before_it_ships_and_the_money_goes_back(shopper):
    order = shopper.buys("TEA-1", 1, token=APPROVED).json()
    shopper.sees(order["id"], state="confirmed")

    answer = shopper.cancels(order["id"])

    assert answer.status_code == 202
    shopper.sees(order["id"], state="cancelled", payment_status="refunded")
    assert units_left() == 5


def test_an_unpaid_order_is_cancelled_at_once(shopper):
    order = shopper.buys("TEA-1", 1).json()

    answer = shopper.cancels(order["id"])

    assert answer.status_code == 200
    assert answer.json()["state"] == "cancelled"
    eventually(lambda: units_left() == 5)
