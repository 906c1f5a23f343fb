"""Payments that the buyer approves elsewhere: on a page of the bank, or in a UPI app."""

import pytest

from tests.journeys.shopper import APPROVED, ASKS, DECLINED, eventually


def is_told(shopper, order_id: str, reason: str) -> None:
    """Waits until the buyer is told why no money came."""
    eventually(
        lambda: shopper.payment(order_id)["decline_reason"] == reason,
        lambda: f"{reason}, but it is {shopper.payment(order_id)}",
    )


def test_a_card_that_asks_is_approved_and_the_browser_never_returns(shopper):
    order = shopper.buys("TEA-1", 1, token=ASKS).json()

    shopper.decides(shopper.is_asked_to_act(order["id"]), "approve")

    shopper.sees(order["id"], state="delivered", payment_status="paid")


def test_who_refuses_pays_with_another_card(shopper):
    order = shopper.buys("TEA-1", 1, token=ASKS).json()
    shopper.decides(shopper.is_asked_to_act(order["id"]), "refuse")
    is_told(shopper, order["id"], "refused_by_buyer")

    shopper.pays(order["id"], APPROVED)

    shopper.sees(order["id"], state="delivered", payment_status="paid")


def test_who_left_the_page_of_the_bank_finds_it_again(shopper):
    order = shopper.buys("TEA-1", 1, token=ASKS).json()
    left = shopper.is_asked_to_act(order["id"])

    found = shopper.payment(order["id"])
    shopper.decides(found["next_action"], "approve")

    assert (found["status"], found["next_action"]) == ("requires_action", left)
    shopper.sees(order["id"], state="delivered", payment_status="paid")


def test_who_left_the_page_of_the_bank_can_pay_otherwise_and_pays_once(shopper):
    order = shopper.buys("TEA-1", 1, token=ASKS).json()
    left = shopper.is_asked_to_act(order["id"])
    shopper.pays(order["id"], APPROVED)

    shopper.decides(left, "approve")

    shopper.sees(order["id"], state="delivered", payment_status="paid")
    attempts = eventually(lambda: _decided_attempts(shopper, order["id"]))
    assert {one["number"]: one["status"] for one in attempts}[2] == "captured"
    assert shopper.payment(order["id"])["captured"] == order["total"]


def _decided_attempts(shopper, order_id: str) -> list[dict[str, str]]:
    attempts = shopper.payment(order_id)["attempts"]
    return attempts if not {one["status"] for one in attempts} & {"withdrawn"} else []


@pytest.mark.parametrize("vpa", ["approve@sandbox", "repeated@sandbox", "stalled@sandbox"])
def test_upi_pays_when_the_buyer_approves_in_his_app(shopper, vpa):
    order = shopper.buys("TEA-1", 1).json()

    shopper.pays_by(order["id"], method="upi_collect", vpa=vpa)

    shopper.sees(order["id"], state="delivered", payment_status="paid")


@pytest.mark.parametrize(
    ("vpa", "reason"),
    [("decline@sandbox", "refused_by_buyer"), ("expired@sandbox", "expired")],
)
def test_who_did_not_approve_what_his_app_asked_pays_in_another_way(shopper, vpa, reason):
    order = shopper.buys("TEA-1", 1).json()
    shopper.pays_by(order["id"], method="upi_collect", vpa=vpa)
    is_told(shopper, order["id"], reason)

    shopper.pays_by(order["id"], method="upi_collect", vpa="approve@sandbox")

    shopper.sees(order["id"], state="delivered", payment_status="paid")


def test_a_upi_link_is_approved_on_another_device(shopper):
    order = shopper.buys("TEA-1", 1).json()
    shopper.pays_by(order["id"], method="upi_intent")
    asked = shopper.is_asked_to_act(order["id"])

    shopper.decides(asked, "approve")

    assert asked["kind"] == "upi_intent"
    assert asked["url"].startswith("upi://pay?")
    shopper.sees(order["id"], state="delivered", payment_status="paid")


def test_a_upi_link_that_was_refused_is_asked_for_again(shopper):
    order = shopper.buys("TEA-1", 1).json()
    shopper.pays_by(order["id"], method="upi_intent")
    shopper.decides(shopper.is_asked_to_act(order["id"]), "refuse")
    is_told(shopper, order["id"], "refused_by_buyer")

    shopper.pays_by(order["id"], method="upi_intent")
    shopper.decides(shopper.is_asked_to_act(order["id"]), "approve")

    shopper.sees(order["id"], state="delivered", payment_status="paid")


def test_a_upi_link_that_expired_is_asked_for_again(shopper, sandbox):
    order = shopper.buys("TEA-1", 1).json()
    shopper.pays_by(order["id"], method="upi_intent")
    charge = shopper.is_asked_to_act(order["id"])["page"].rpartition("/")[2]
    with sandbox.client() as gateway:
        gateway.post(f"/control/charges/{charge}/expire").raise_for_status()
    is_told(shopper, order["id"], "expired")

    shopper.pays_by(order["id"], method="upi_intent")
    shopper.decides(shopper.is_asked_to_act(order["id"]), "approve")

    shopper.sees(order["id"], state="delivered", payment_status="paid")


def test_money_of_an_attempt_that_was_given_up_for_another_goes_back(shopper):
    order = shopper.buys("TEA-1", 1).json()
    shopper.pays_by(order["id"], method="upi_collect", vpa="late@sandbox")
    shopper.is_asked_to_act(order["id"])

    shopper.pays(order["id"], APPROVED)

    shopper.sees(order["id"], state="delivered")
    eventually(lambda: shopper.payment(order["id"])["refunded"] == "12.50")
    assert shopper.payment(order["id"])["captured"] == "25.00"


def test_money_that_comes_after_the_time_goes_back_and_the_order_can_still_be_paid(shopper):
    order = shopper.buys("TEA-1", 1).json()
    shopper.pays_by(order["id"], method="upi_collect", vpa="late@sandbox")
    eventually(lambda: shopper.payment(order["id"])["refunded"] == "12.50")

    shopper.pays(order["id"], APPROVED)

    shopper.sees(order["id"], state="delivered")
    kept = shopper.payment(order["id"])
    assert (kept["captured"], kept["refunded"]) == ("25.00", "12.50")


def test_who_was_declined_everywhere_is_still_asked_for_a_way_to_pay(shopper):
    order = shopper.buys("TEA-1", 1, token=DECLINED).json()
    is_told(shopper, order["id"], "card_declined")
    shopper.pays_by(order["id"], method="upi_collect", vpa="decline@sandbox")
    is_told(shopper, order["id"], "refused_by_buyer")

    waiting = shopper.payment(order["id"])

    assert waiting["status"] == "requires_payment_method"
    assert waiting["captured"] == "0.00"
    shopper.cancels(order["id"])
    shopper.sees(order["id"], state="cancelled", payment_status="unpaid")
