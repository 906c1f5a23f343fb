"""People without an account, from their cart to their door, and those who open one later."""

from collections.abc import Iterator

import httpx
import pytest

from shop.events.accounts import EmailVerificationRequested
from tests.journeys.shopper import APPROVED, ASKS, Guest, Member, eventually

MAILBOX = "grace@example.com"


@pytest.fixture
def guest(shopper, live_server) -> Iterator[Guest]:
    """Somebody without an account, at the open shop."""
    with Guest(live_server.url) as somebody:
        yield somebody


def test_a_guest_fills_a_cart_pays_and_gets_the_parcel(guest):
    guest.puts_into_cart("TEA-1", 1)
    guest.puts_into_cart("TEA-1", 1)

    ordered = guest.checks_out(token=APPROVED)

    order = ordered.json()["order"]
    assert (ordered.status_code, order["lines"][0]["quantity"]) == (201, 2)
    guest.sees(order["id"], state="delivered", payment_status="paid")


def test_a_guest_approves_on_the_page_of_the_bank(guest):
    guest.puts_into_cart("TEA-1", 1)
    order = guest.checks_out().json()["order"]
    guest.pays(order["id"], ASKS)

    guest.decides(guest.is_asked_to_act(order["id"]), "approve")

    guest.sees(order["id"], state="delivered", payment_status="paid")


def test_a_guest_has_no_wallet_and_pays_with_upi(guest):
    guest.puts_into_cart("TEA-1", 1)
    order = guest.checks_out().json()["order"]

    refused = guest.pays_by(order["id"], method="wallet")
    guest.pays_by(order["id"], method="upi_collect", vpa="approve@sandbox")

    assert refused.status_code == 403
    guest.sees(order["id"], state="delivered", payment_status="paid")


def test_a_cart_that_is_checked_out_twice_is_one_order(guest):
    guest.puts_into_cart("TEA-1", 1)

    first, second = guest.checks_out(token=APPROVED), guest.checks_out(token=APPROVED)

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["order"]["id"] == second.json()["order"]["id"]
    guest.sees(first.json()["order"]["id"], state="delivered", payment_status="paid")


def test_who_shows_the_mailbox_of_a_guest_takes_over_the_order(guest, live_server, published):
    guest.puts_into_cart("TEA-1", 1)
    order = guest.checks_out(token=APPROVED, email=MAILBOX).json()["order"]
    with Member(live_server.url, email=MAILBOX) as member:
        before = member.client.get(f"/api/v1/orders/{order['id']}")

        _shows_mailbox(member, published).raise_for_status()

        eventually(lambda: member.client.get(f"/api/v1/orders/{order['id']}").is_success)
        assert before.status_code == 404
        member.sees(order["id"], state="delivered", payment_status="paid")
        eventually(lambda: member.client.get(f"/api/v1/orders/{order['id']}/payment").is_success)


def _shows_mailbox(member: Member, published) -> httpx.Response:
    asked = next(one for one in published(EmailVerificationRequested) if one.email == member.email)
    return member.client.post("/auth/email/verify", json={"token": asked.token})
