"""Picking seats on a map that follows what others do, and the tickets that come of it."""

import json
import re

import pytest
import redis
from django.conf import settings as shop_settings

from apps.catalog.models import Occasion
from apps.inventory.models import Ticket
from apps.inventory.queries import tickets_of
from apps.inventory.services import commit_stock, open_tickets, withdraw_tickets
from apps.orders.models import CartLine, Order
from apps.orders.services import WantedLine, confirm_order, place_order
from shop.events.inventory import TicketReserved
from shop.kernel import clock
from shop.kernel.bus import handlers_of
from shop.kernel.identity import new_id
from shop.storefront.live_addresses import CHANNELS, channel_of, notice_of, seats_id
from shop.storefront.seats import announce_seats_if_followed, now
from tests.apps.orders.conftest import ADDRESS as DELIVERY
from tests.shop.storefront.hall import open_hall
from tests.shop.storefront.reader import Page
from tests.shop.storefront.shelf import ADDRESS

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _hall(db):
    open_hall()


@pytest.fixture
def board():
    with redis.Redis.from_url(shop_settings.REDIS_URL, decode_responses=True) as client:
        client.delete(notice_of(seats_id("STALLS")))
        yield client


@pytest.fixture
def pick(client):
    """`pick("A1", "A2", quantity=1)`: into the cart, by the form on the product's page."""

    def run(*seats, quantity=1, sku="STALLS"):
        form = Page(client.get(f"/p/songs?sku={sku}")).form("/cart/add")
        wish = {**form, "quantity": quantity, "seats": list(seats)}
        return Page(client.post("/cart/add", wish, follow=True))

    return run


@pytest.fixture
def ordered(client, pick):
    """The visitor's order of two seats, not paid yet."""
    pick("A1", "BOX-1")
    form = Page(client.get("/checkout", headers={"Accept-Language": "de-DE"})).form("/checkout")
    client.post("/checkout", {**form, **ADDRESS})
    return Order.objects.get()


def buy_elsewhere(*seats):
    lines = [WantedLine("STALLS", len(seats), seats)]
    return place_order(customer_id=new_id(), lines=lines, delivery_address=DELIVERY).order


def paid(order):
    commit_stock(order_id=order.id)
    confirm_order(order_id=order.id)
    order.refresh_from_db()


def seat(page, name):
    """The box of the seat on the page."""
    return re.search(rf'<label class="seat seat--(\w+)"><input [^>]*value="{name}"[^>]*>', page)


def test_the_page_shows_when_and_where_and_every_seat(client):
    buy_elsewhere("A2")

    response = client.get("/p/songs?sku=STALLS")

    page, text = response.content.decode(), Page(response).text
    assert "Thu 1 May 2031, 19:30 to 22:00" in text
    assert "(CEST)" in text
    assert "Harbour Hall , Am Kai 1, Berlin" in text
    assert "6 of 7 free" in text
    assert "plus delivery" not in text
    assert seat(page, "A1")[1] == seat(page, "BOX-1")[1] == "available"
    assert seat(page, "A2")[1] == "reserved"
    assert " disabled" in seat(page, "A2")[0]
    assert 'aria-label="A2, somebody is about to buy it"' in page
    assert 'aria-label="Row A"' in page


def test_what_has_taken_place_cannot_be_booked(client):
    with clock.travelled_to(Occasion.objects.get().ends_at):
        page = client.get("/p/songs?sku=STALLS").content.decode()

    assert "This has taken place" in page
    assert "/cart/add" not in page
    assert "Harbour" in page


def test_where_there_are_no_seats_the_page_says_how_many_are_free(client):
    response = client.get("/p/songs?sku=STANDING")

    assert "3 of 3 free" in Page(response).text
    assert "data-seats" not in response.content.decode()


def test_the_page_of_goods_has_no_map(client, tea):
    page = client.get("/p/darjeeling").content.decode()

    assert "seats.js" not in page
    assert "data-seats" not in page


def test_picked_seats_are_in_the_cart_each_a_ticket(client, pick):
    page = pick("A1", "BOX-1")

    line = CartLine.objects.get()
    assert "is in your cart" in page.text
    assert (line.quantity, line.seats) == (2, ["A1", "BOX-1"])
    page = Page(client.get("/cart")).text
    assert "Seat A1 " in page
    assert "Seat BOX-1 " in page


def test_seats_and_others_can_be_mixed_and_others_alone(client, pick):
    pick("A1", quantity=3)
    pick(quantity=2, sku="STANDING")

    lines = {line.sku: (line.quantity, line.seats) for line in CartLine.objects.all()}
    assert lines == {"STALLS": (3, ["A1"]), "STANDING": (2, [])}
    assert "and 2 more, the first that are free" in Page(client.get("/cart")).text


def test_one_seat_is_given_back_and_the_others_stay(client, pick):
    pick("A1", "A2", quantity=3)
    form = Page(client.get("/cart")).form("/cart/give-seat-back", seat="A1")

    client.post("/cart/give-seat-back", form)
    assert "Seat A1 " not in Page(client.get("/cart")).text
    line = CartLine.objects.get()
    assert (line.quantity, line.seats) == (2, ["A2"])

    pick("A1")
    client.post("/cart/give-seat-back", form)
    assert CartLine.objects.get().seats == ["A2", "A1"], "The late twin of a click undid the next."


def test_giving_the_last_seat_back_leaves_an_empty_cart(client, pick):
    pick("A1")
    form = Page(client.get("/cart")).form("/cart/give-seat-back")

    client.post("/cart/give-seat-back", {**form, "seat": "Z9", "key": "another"})
    assert CartLine.objects.get().seats == ["A1"]
    client.post("/cart/give-seat-back", form)
    assert not CartLine.objects.exists()


def test_what_is_no_seat_is_told_and_nothing_is_put_in(pick):
    assert "is not one of the available choices" in pick("<b>").text
    assert not CartLine.objects.exists()


def test_a_seat_twice_is_told(pick):
    pick("A1")

    assert "A1 is in the cart already" in pick("A1").text
    assert CartLine.objects.get().quantity == 1


def test_tickets_alone_are_ordered_without_delivery(client, pick):
    pick("A1")

    page = Page(client.get("/checkout", headers={"Accept-Language": "de-DE"}))

    assert "Who is coming?" in page.text
    assert "Delivery tickets need none" in page.text


def test_who_was_too_slow_for_a_seat_learns_which_and_takes_the_others(client, pick):
    pick("A1", "A2")
    form = Page(client.get("/checkout", headers={"Accept-Language": "de-DE"})).form("/checkout")
    buy_elsewhere("A2")

    response = client.post("/checkout", {**form, **ADDRESS}, follow=True)

    page = Page(response)
    assert "A2 is gone" in page.text
    again = response.redirect_chain[-1][0]
    client.post(again, page.form(again))
    line = CartLine.objects.get()
    assert (line.quantity, line.seats) == (1, ["A1"])


def test_the_tickets_are_shown_once_they_are_paid(client, ordered):
    address = f"/orders/{ordered.number}/tickets"
    before = Page(client.get(address)).text
    paid(ordered)

    response = client.get(address)

    page = Page(response)
    assert "as soon as the order is paid" in before
    assert response.content.decode().count('class="qr"') == 2
    assert "Seat A1" in page.text
    assert "Seat BOX-1" in page.text
    assert "Harbour Hall" in page.text
    assert "For Ada Lovelace" in page.text
    for ticket in tickets_of(ordered.id):
        assert ticket.code in page.text.replace(" ", "")
    assert response["Cache-Control"].startswith("max-age=0")


def test_the_page_of_the_order_leads_to_the_tickets(client, ordered):
    paid(ordered)

    page = Page(client.get(f"/orders/{ordered.number}"))

    assert "You are in: your tickets are ready" in page.text
    assert "Tickets are yours" in page.text
    assert "On its way" not in page.text
    assert f"/orders/{ordered.number}/tickets" in page.links


def test_nobody_else_sees_the_tickets(client, ordered):
    paid(ordered)
    client.cookies.clear()

    assert client.get(f"/orders/{ordered.number}/tickets").status_code == 404


def test_an_order_of_goods_has_no_tickets(client, bought):
    assert client.get(f"/orders/{bought.number}/tickets").status_code == 404


def states_on(board):
    return json.loads(board.hget(notice_of(seats_id("STALLS")), "state"))["states"]


def test_opening_the_page_pins_the_seats(client, board):
    client.get("/seats?sku=STALLS")

    assert states_on(board) == "aaaaaaa"
    assert 86_000 < board.ttl(notice_of(seats_id("STALLS"))) <= 86_400


def test_a_seat_that_is_taken_is_published_once_it_is_delivered(client, board, deliver):
    client.get("/seats?sku=STALLS")
    with board.pubsub() as subscription:
        subscription.psubscribe(CHANNELS)
        subscription.get_message(timeout=5)

        order = buy_elsewhere("A2")
        deliver("storefront")

        message = subscription.get_message(timeout=5)
    assert message["channel"] == channel_of(seats_id("STALLS"))
    assert json.loads(message["data"]) == {"states": "araaaaa", "free": 6, "capacity": 7}
    commit_stock(order_id=order.id)
    deliver("storefront")
    assert states_on(board) == "asaaaaa"


def test_new_seats_are_published(client, board, deliver):
    client.get("/seats?sku=STALLS")

    open_tickets(sku="STALLS", warehouse="north", seats=["C1"])
    deliver("storefront")

    assert states_on(board) == "aaaaaaaa"


def test_a_seat_that_is_withdrawn_leaves_a_gap_so_that_open_pages_stay_right(
    client, board, deliver
):
    client.get("/seats?sku=STALLS")

    withdraw_tickets(sku="STALLS", warehouse="north", numbers=[3], reason="a pillar")
    deliver("storefront")

    assert states_on(board) == "aa-aaaa"
    assert client.get("/seats?sku=STALLS").json()["capacity"] == 6


def test_seats_that_nobody_looks_at_are_not_even_read(board, django_assert_num_queries):
    with django_assert_num_queries(0):
        announce_seats_if_followed("STALLS", since=now())

    assert not board.exists(notice_of(seats_id("STALLS")))


def test_changes_of_one_transaction_are_read_once(client, board, django_assert_num_queries):
    client.get("/seats?sku=STALLS")
    heard = now(), now()

    with django_assert_num_queries(2):
        for since in heard:
            announce_seats_if_followed("STALLS", since=since)


def test_without_redis_the_page_still_shows_the_seats(client, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    assert client.get("/seats?sku=STALLS").json()["states"] == "aaaaaaa"


@pytest.mark.parametrize("sku", ["", "TEA-100", "%00", "x" * 500])
def test_what_has_no_tickets_has_no_seats(client, sku):
    assert client.get(f"/seats?sku={sku}").status_code == 404


def test_handlers_hear_of_seats_fifty_events_a_transaction():
    (handler,) = handlers_of("storefront", TicketReserved)

    assert handler.batch == 50


def test_every_seat_of_the_database_is_on_the_map(client):
    page = client.get("/p/songs?sku=STALLS").content.decode()

    boxes = re.findall(r'value="([^"]+)" data-number="(\d+)"', page)
    seats = Ticket.objects.filter(sku="STALLS").values_list("seat", "number")
    assert {(seat, str(number)) for seat, number in seats} == set(boxes)
