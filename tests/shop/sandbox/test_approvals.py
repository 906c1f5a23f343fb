"""Payments that wait for their buyer: the bank's page for cards, the app for UPI."""

import sqlite3
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tests.journeys.shopper import eventually
from tests.shop.sandbox.calls import ASKS, callbacks_of, charge, decide, move, upi
from tests.shop.sandbox.process import running_sandbox

SHOP = "http://shop.example/orders/1"


def state(client: httpx.Client, charge_id: str) -> str:
    return client.get(f"/gateway/charges/{charge_id}").json()["status"]


def becomes(client: httpx.Client, charge_id: str, *states: str) -> None:
    """Waits until the charge has come that far."""
    eventually(
        lambda: state(client, charge_id) in states,
        lambda: f"{charge_id} to be {' or '.join(states)}: it is {state(client, charge_id)}",
    )


def test_a_card_that_asks_sends_the_buyer_to_the_page_of_the_bank(client, reference):
    asked = charge(client, reference=reference, token=ASKS).json()

    page = httpx.get(asked["action"]["url"], trust_env=False)

    assert asked["status"] == "requires_action"
    assert asked["action"]["kind"] == "redirect"
    assert datetime.fromisoformat(asked["action"]["expires_at"]) > datetime.now(UTC)
    assert "Your bank asks you" in page.text
    assert "12.50 EUR" in page.text


def test_buyers_read_what_they_pay_for_at_the_bank_and_in_the_app(client, reference):
    said = {"description": "Order 7KQ2M-9XBDT"}
    card = charge(client, reference=reference, token=ASKS, **said).json()
    link = upi(client, reference=reference, **said).json()["action"]
    upi(client, reference=reference, upi_id=f"{reference}@sandbox", **said)

    bank = httpx.get(card["action"]["url"], trust_env=False).text
    app = client.get("/gateway/upi", params={"upi_id": f"{reference}@sandbox"}).text

    assert "<p>to Tradewind. Order 7KQ2M-9XBDT.</p>" in bank
    assert "Pay 12.50 EUR to Tradewind: Order 7KQ2M-9XBDT" in app
    assert "&tn=Order%207KQ2M-9XBDT" in link["url"]


@pytest.mark.parametrize(
    ("decision", "outcome", "code"),
    [("approve", "authorised", None), ("refuse", "declined", "refused_by_buyer")],
)
def test_the_buyer_decides_and_is_sent_back(client, reference, decision, outcome, code):
    asked = charge(client, reference=reference, token=ASKS, return_url=SHOP).json()

    sent = decide(asked["action"]["url"], decision)

    decided = client.get(f"/gateway/charges/{asked['id']}").json()
    assert (sent.status_code, sent.headers["location"]) == (303, SHOP)
    assert (decided["status"], decided["decline_code"]) == (outcome, code)
    assert decided["action"] is None
    told = [one["type"] for one in callbacks_of(client, reference)]
    assert told == ["charge.requires_action", f"charge.{outcome}"]


def test_the_time_to_approve_can_be_ended_by_hand(client, reference):
    asked = charge(client, reference=reference, token=ASKS).json()

    client.post(f"/control/charges/{asked['id']}/expire")
    decide(asked["action"]["url"], "approve")

    assert state(client, asked["id"]) == "expired"
    told = [one["type"] for one in callbacks_of(client, reference)]
    assert told == ["charge.requires_action", "charge.expired"]


def test_deciding_twice_changes_nothing(client, reference):
    asked = charge(client, reference=reference, token=ASKS).json()
    decide(asked["action"]["url"], "approve")

    again = decide(asked["action"]["url"], "refuse")

    assert "You have approved this payment" in again.text
    assert state(client, asked["id"]) == "authorised"


def test_what_the_shop_gave_up_cannot_be_approved(client, reference):
    asked = charge(client, reference=reference, token=ASKS).json()
    move(client, asked["id"], "void")

    late = decide(asked["action"]["url"], "approve")

    assert "does not ask for this payment any more" in late.text
    assert state(client, asked["id"]) == "voided"


def test_what_was_approved_is_captured_like_any_other(client, reference):
    asked = charge(client, reference=reference, token=ASKS).json()
    decide(asked["action"]["url"], "approve")

    captured = move(client, asked["id"], "capture", amount="12.50").json()

    assert captured["captured"] == "12.50"


def test_a_upi_link_says_whom_to_pay_how_much(client, reference):
    action = upi(client, reference=reference, currency="INR").json()["action"]

    link = urlsplit(action["url"])
    asked = parse_qs(link.query)
    assert (link.scheme, link.netloc) == ("upi", "pay")
    assert (asked["am"], asked["cu"], asked["pn"]) == (["12.50"], ["INR"], ["Tradewind"])
    assert action["kind"] == "upi_intent"
    assert decide(action["page"], "approve").status_code == 200


def test_a_upi_id_is_asked_in_the_app_of_its_owner(client, sandbox, reference):
    asked = upi(client, reference=reference, upi_id="ada-7@sandbox").json()

    app = httpx.get(f"{sandbox.url}/gateway/upi?upi_id=Ada-7@sandbox", trust_env=False)
    other = httpx.get(f"{sandbox.url}/gateway/upi?upi_id=bob@sandbox", trust_env=False)

    assert (asked["action"]["kind"], asked["action"]["url"]) == ("wait", "")
    assert asked["action"]["page"] in app.text
    assert asked["action"]["page"] not in other.text


@pytest.mark.parametrize(
    ("upi_id", "sentence"),
    [
        ("ada", "looks like name@bank"),
        ("ada@okbank", "end in @sandbox"),
        ("nobody@sandbox", "Nobody has this UPI id"),
        ("<script>@sandbox", "looks like name@bank"),
    ],
)
def test_an_id_that_nobody_has_is_refused(client, reference, upi_id, sentence):
    refused = upi(client, reference=reference, upi_id=upi_id)

    assert refused.status_code == 422
    assert sentence in refused.json()["detail"]


def test_ids_play_their_stories_by_themselves(client, reference):
    good = upi(client, reference=reference, upi_id="approve@sandbox").json()
    bad = upi(client, reference=reference, upi_id="decline@sandbox").json()
    slow = upi(client, reference=reference, upi_id="expired@sandbox").json()

    becomes(client, good["id"], "authorised")
    becomes(client, bad["id"], "declined")
    becomes(client, slow["id"], "expired")


def test_money_may_come_after_the_time_is_over(folder):
    with running_sandbox(folder, slow_seconds=0.6) as process, process.client() as client:
        asked = upi(client, reference="late", upi_id="late@sandbox").json()
        becomes(client, asked["id"], "captured")
        told = [one["type"] for one in callbacks_of(client, "late")]

    assert told == ["charge.requires_action", "charge.expired", "charge.captured"]


def test_money_that_comes_late_cannot_be_stopped(folder):
    with running_sandbox(folder, slow_seconds=0.6) as process, process.client() as client:
        asked = upi(client, reference="late", upi_id="late@sandbox").json()
        move(client, asked["id"], "void")
        becomes(client, asked["id"], "captured")


def test_nobody_can_approve_when_the_time_is_over(folder):
    with running_sandbox(folder, action_seconds=0) as process, process.client() as client:
        asked = charge(client, reference="r", token=ASKS).json()
        page = decide(f"{process.url}/gateway/approvals/{asked['id']}", "approve")
        becomes(client, asked["id"], "expired")

    assert "The time to approve this payment is over" in page.text


@pytest.mark.parametrize("body", ["decision=maybe", "", "decision"])
def test_a_form_without_a_decision_is_refused(client, reference, body):
    asked = charge(client, reference=reference, token=ASKS).json()

    answer = httpx.post(asked["action"]["url"], content=body, trust_env=False)

    assert answer.status_code == 422
    assert state(client, asked["id"]) == "requires_action"


def test_charges_of_an_older_sandbox_are_still_there(folder):
    folder.mkdir()
    older = sqlite3.connect(folder / "sandbox.sqlite3")
    older.executescript(
        "CREATE TABLE charges (id TEXT PRIMARY KEY, reference TEXT NOT NULL, card TEXT NOT NULL,"
        " amount INTEGER NOT NULL, currency TEXT NOT NULL, status TEXT NOT NULL,"
        " decline_code TEXT, captured INTEGER NOT NULL, refunded INTEGER NOT NULL,"
        " settles_at REAL, created_at REAL NOT NULL);"
        "INSERT INTO charges VALUES"
        " ('ch_1', 'order-1', 'approved', 1250, 'EUR', 'captured', NULL, 1250, 0, NULL, 1.0);"
    )
    older.close()

    with running_sandbox(folder) as process, process.client() as client:
        refunded = move(client, "ch_1", "refunds", amount="12.50").json()
    with running_sandbox(folder) as process, process.client() as client:
        again = client.get("/gateway/charges/ch_1").json()

    assert (refunded["status"], refunded["refunded"]) == ("refunded", "12.50")
    assert again == refunded
