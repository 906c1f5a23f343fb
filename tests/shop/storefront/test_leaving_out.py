"""Buyers say on the page of their order what they do not want of it."""

import pytest
from django.test import Client

from apps.accounts.models import User
from apps.inventory.models import Stock
from apps.orders.models import Cancellation, Credit, Order, OrderLine
from apps.orders.rules import KeptReason, WantedLine
from apps.orders.services import keep_asked_items, place_order
from apps.shipping.models import Shipment
from shop.kernel import clock
from tests.apps.inventory.queues import let_wait
from tests.apps.inventory.story import pay
from tests.apps.orders.conftest import ADDRESS
from tests.factories.accounts import UserFactory
from tests.factories.orders import OfferFactory, TaxRateFactory
from tests.factories.shipping import ShipmentFactory
from tests.shop.storefront.reader import Page

pytestmark = pytest.mark.django_db
TITLE = "Want less of it?"


@pytest.fixture
def member() -> User:
    return UserFactory()


@pytest.fixture
def buyer(member) -> Client:
    client = Client()
    client.force_login(member)
    return client


@pytest.fixture
def waiting(member, deliver) -> OrderLine:
    """Of three paid tins, one is there."""
    TaxRateFactory()
    let_wait("TEA-1", on_hand=1)
    OfferFactory(sku="TEA-1")
    placed = place_order(
        customer_id=member.customer_id, lines=[WantedLine("TEA-1", 3)], delivery_address=ADDRESS
    )
    pay(placed.order.id)
    deliver("orders", "inventory", "shipping")
    return placed.order.lines.get()


def address(order: Order) -> str:
    return f"/orders/{order.number}/cancel-items"


def page_of(buyer: Client, line: OrderLine) -> Page:
    return Page(buyer.get(f"/orders/{line.order.number}"))


def form_of(buyer: Client, line: OrderLine) -> dict[str, str]:
    return page_of(buyer, line).form(address(line.order))


def test_units_are_left_out_and_two_clicks_are_one(buyer, waiting):
    said = form_of(buyer, waiting) | {f"units_{waiting.id}": "1", "reason": "takes_too_long"}

    for _ in range(2):
        assert buyer.post(address(waiting.order), said).status_code == 302

    waiting.refresh_from_db()
    assert (waiting.cancelled, waiting.awaited, Credit.objects.count()) == (1, 1, 1)
    text = page_of(buyer, waiting).text
    assert "1 cancelled" in text
    assert "1 of 2 here" in text
    assert "of 2" in text


@pytest.mark.parametrize(
    ("units", "reason"), [("0", "changed_mind"), ("x", "changed_mind"), ("1", "mood")]
)
def test_what_says_nothing_leaves_nothing_out(buyer, waiting, units, reason):
    said = form_of(buyer, waiting) | {f"units_{waiting.id}": units, "reason": reason}

    page = Page(buyer.post(address(waiting.order), said, follow=True))

    assert "Say how many" in page.text
    assert not Credit.objects.exists()


@pytest.fixture
def booked(waiting) -> OrderLine:
    """All of them are there, and the courier knows the parcel."""
    Stock.objects.update(on_hand=5)
    waiting.order.lines.update(awaited=0, promised_for=None)
    ShipmentFactory(
        order_id=waiting.order_id,
        customer_id=waiting.order.customer_id,
        parcels=[{"sku": "TEA-1", "quantity": 3}],
        booked=True,
    )
    return waiting


def ask_for_less(buyer: Client, line: OrderLine) -> None:
    said = form_of(buyer, line) | {f"units_{line.id}": "1", "reason": "changed_mind"}
    for _ in range(2):
        assert buyer.post(address(line.order), said).status_code == 302


def test_it_is_offered_until_the_parcel_leaves(buyer, booked):
    before = page_of(buyer, booked).text
    Shipment.objects.update(state="dispatched")
    after = page_of(buyer, booked).text

    assert TITLE in before
    assert TITLE not in after


def test_what_the_courier_has_to_give_back_is_asked_for_once(buyer, booked):
    ask_for_less(buyer, booked)

    booked.refresh_from_db()
    text = page_of(buyer, booked).text
    assert (booked.cancelling, booked.cancelled, Cancellation.objects.count()) == (1, 0, 1)
    assert "We asked for it back, to leave this out: 1 x Darjeeling, 250 g." in text
    assert "1 not wanted: we are asking the courier" in text
    assert TITLE not in text


def test_the_buyer_reads_that_it_was_too_late(buyer, booked):
    ask_for_less(buyer, booked)
    keep_asked_items(order_id=booked.order_id, refusal=KeptReason.DISPATCHED)

    text = page_of(buyer, booked).text

    assert "We could not leave this out any more: 1 x Darjeeling, 250 g." in text
    assert "1 not wanted" not in text


def test_what_was_left_out_is_no_wish_any_more(buyer, booked):
    ask_for_less(buyer, booked)
    Cancellation.objects.update(state="done", decided_at=clock.now())

    text = page_of(buyer, booked).text

    assert "We asked for it back" not in text
    assert "It was too late" not in text


def test_nothing_is_offered_where_nothing_would_be_left(buyer, waiting):
    OrderLine.objects.update(cancelled=2, awaited=1)

    assert TITLE not in page_of(buyer, waiting).text


def test_it_is_said_why_it_is_too_late(buyer, waiting):
    said = form_of(buyer, waiting) | {f"units_{waiting.id}": "1", "reason": "changed_mind"}
    Order.objects.update(state="shipped")

    page = Page(buyer.post(address(waiting.order), said, follow=True))

    assert "A shipped order has nothing that could still be left out" in page.text


def test_a_stranger_leaves_nothing_out(waiting):
    assert Client().post(address(waiting.order)).status_code == 404
