"""From a map of seats to a chair in the hall."""

import re
from collections.abc import Iterator

import httpx
import pytest
from django.test import Client
from django.urls import reverse

from apps.inventory.models import Stock, Ticket
from shop.events.inventory import TicketReleased, TicketReserved, TicketSold, TicketUsed
from tests.factories.accounts import UserFactory
from tests.journeys.shopper import APPROVED, Guest, eventually
from tests.shop.storefront.hall import open_hall


@pytest.fixture
def guest(shopper, live_server) -> Iterator[Guest]:
    """Somebody without an account, before an evening in the hall."""
    open_hall()
    with Guest(live_server.url) as somebody:
        yield somebody


@pytest.fixture
def door(guest) -> Client:
    """The page of the back office that lets people in."""
    client = Client()
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    return client


def test_two_seats_are_picked_paid_shown_and_used_once(guest, door, published):
    guest.picks_seats("STALLS", "A1", "BOX-1")
    ordered = guest.checks_out(token=APPROVED).json()
    order = ordered["order"]

    guest.sees(order["id"], state="delivered", payment_status="paid", tracking_number="")

    codes = _codes_on_page(guest, order["number"], ordered["lookup_token"])
    assert len(codes) == 2
    assert {it.seat for it in published(TicketReserved)} == {"A1", "BOX-1"}
    assert {it.seat for it in published(TicketSold)} == {"A1", "BOX-1"}
    eventually(lambda: Stock.objects.get(sku="STALLS").on_hand == 5)
    assert "Come in" in _at_the_door(door, codes[0])
    assert "Already used" in _at_the_door(door, codes[0])
    assert "Come in" in _at_the_door(door, codes[1])
    assert len(published(TicketUsed)) == 2


def test_tickets_with_goods_are_sold_while_the_goods_travel(guest):
    guest.puts_into_cart("TEA-1", 1)
    guest.puts_into_cart("STANDING", 2)
    order = guest.checks_out(token=APPROVED).json()["order"]

    guest.sees(order["id"], state="delivered", payment_status="paid")

    assert Ticket.objects.filter(sku="STANDING", state="sold").count() == 2
    eventually(lambda: Stock.objects.get(sku="STANDING").on_hand == 1)


def test_seats_of_an_order_that_is_cancelled_are_free_again(guest, published):
    guest.picks_seats("STALLS", "A1")
    order = guest.checks_out().json()["order"]

    guest.cancels(order["id"])

    eventually(lambda: _seats(guest)["A1"] == "available")
    assert [it.reason for it in published(TicketReleased)] == ["cancelled"]


def test_who_comes_second_for_a_seat_is_told_which_is_gone(guest, live_server):
    guest.picks_seats("STALLS", "A1")
    guest.checks_out()
    with Guest(live_server.url) as other:
        other.picks_seats("STALLS", "A1", "A2")

        refused = other.checks_out()

    assert refused.status_code == 409
    (line,) = refused.json()["lines"]
    assert (line["available"], line["seats"]) == (1, ["A1"])
    assert _seats(guest)["A2"] == "available"


def _seats(guest: Guest) -> dict[str, str]:
    found = guest.client.get("/api/v1/seats/STALLS").json()
    return {it["seat"]: it["state"] for it in found["seats"]}


def _codes_on_page(guest: Guest, number: str, token: str) -> list[str]:
    with httpx.Client(
        base_url=guest.client.base_url, trust_env=False, follow_redirects=True
    ) as browser:
        browser.get(f"/orders/{number}", params={"token": token}).raise_for_status()
        page = browser.get(f"/orders/{number}/tickets").raise_for_status().text
    assert page.count("<svg") == 2
    found = re.findall(r'class="ticket__letters">([A-Z2-7 ]+)<', page)
    return [code.replace(" ", "") for code in found]


def _at_the_door(door: Client, code: str) -> str:
    return door.post(reverse("admin:operations_door"), {"code": code}).content.decode()
