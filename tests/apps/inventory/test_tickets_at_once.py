"""Many for the same seats at once, with real connections and real commits."""

from collections import Counter

import pytest

from apps.inventory.models import Reservation, ReservationState, Ticket, TicketState
from apps.inventory.queries import ledger_drift, ticket_drift, tickets_of
from apps.inventory.services import (
    admit,
    open_tickets,
    release_lapsed_holds,
    release_stock,
    withdraw_tickets,
)
from shop.events.inventory import StockCommitted, StockLost, TicketReserved, TicketSold, TicketUsed
from shop.kernel.errors import DomainError
from tests.apps.inventory.sessions import deadlocks, later, orders_in
from tests.apps.inventory.story import pay, place_ticket_order, tickets
from tests.factories.inventory import WarehouseFactory
from tests.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _hall():
    WarehouseFactory()
    seats = [f"A{n}" for n in range(1, 21)]
    open_tickets(sku="BALCONY", warehouse="MAIN", seats=seats)
    open_tickets(sku="STALLS", warehouse="MAIN", seats=seats)


def books_agree():
    return ledger_drift() == [] and ticket_drift() == []


def test_of_many_who_pick_the_same_seat_one_gets_it(published):
    at_once([lambda: place_ticket_order(tickets("STALLS", 0, "A7"))] * 8)

    assert orders_in(ReservationState.HELD) == 1
    assert orders_in(ReservationState.REJECTED) == 7
    assert len(published(TicketReserved)) == 1
    assert books_agree()


def test_who_picks_a_seat_and_who_takes_any_never_get_the_same(published):
    at_once(
        [
            lambda: [place_ticket_order(tickets("STALLS", 1)) for _ in range(10)],
            lambda: [place_ticket_order(tickets("STALLS", 0, f"A{n}")) for n in range(1, 11)],
            lambda: [place_ticket_order(tickets("STALLS", 0, f"A{n}")) for n in range(20, 10, -1)],
        ]
    )

    seats = Counter(it.seat for it in published(TicketReserved))
    assert set(seats.values()) == {1}
    assert Ticket.objects.filter(sku="STALLS", state="reserved").count() == len(seats)
    assert books_agree()


def test_seats_in_opposite_order_do_not_block_each_other():
    before = deadlocks()

    at_once(
        [
            lambda: [
                place_ticket_order(
                    tickets("STALLS", 0, f"A{n}", f"A{n + 1}"), tickets("BALCONY", 0, f"A{n}")
                )
                for n in range(1, 20)
            ],
            lambda: [
                place_ticket_order(
                    tickets("BALCONY", 0, f"A{n}"), tickets("STALLS", 0, f"A{n + 1}", f"A{n}")
                )
                for n in range(19, 0, -1)
            ],
        ]
        * 3
    )

    assert deadlocks() == before
    assert books_agree()


def test_payments_releases_and_other_buyers_race_for_seats_and_each_seat_has_one_end(published):
    order_ids = [place_ticket_order(tickets("STALLS", 0, f"A{n}")) for n in range(1, 21)]
    before = deadlocks()

    at_once(
        [
            lambda: [pay(order_id) for order_id in order_ids[::2]],
            lambda: [pay(order_id) for order_id in reversed(order_ids[1::2])],
            later(release_lapsed_holds),
            later(lambda: [place_ticket_order(tickets("STALLS", 0, f"A{n}")) for n in (3, 9, 20)]),
            lambda: [release_stock(order_id=order_id) for order_id in order_ids[:5]],
        ]
    )

    sold = {it.order_id for it in published(TicketSold)}
    assert sold == {it.order_id for it in published(StockCommitted)}
    assert {it.order_id for it in published(StockLost)}.isdisjoint(sold)
    assert deadlocks() == before
    assert books_agree()


def test_seats_are_withdrawn_while_they_are_sold():
    def withdraw(number):
        try:
            withdraw_tickets(sku="STALLS", warehouse="MAIN", numbers=[number], reason="a pillar")
        except DomainError:
            return 0
        return 1

    gone = at_once(
        [
            lambda: [place_ticket_order(tickets("STALLS", 0, f"A{n}")) for n in range(1, 21)],
            lambda: sum(withdraw(n) for n in range(20, 0, -1)),
        ]
    )[1]

    assert Ticket.objects.filter(sku="STALLS").count() == 20 - gone
    assert orders_in(ReservationState.HELD) == 20 - gone
    assert books_agree()


def test_of_two_doors_at_once_one_lets_in(published):
    order_id = place_ticket_order(tickets("STALLS", 0, "A1"))
    pay(order_id)
    code = tickets_of(order_id)[0].code

    def enter():
        try:
            admit(code=code)
        except DomainError as refusal:
            return refusal.sentence
        return ""

    answers = at_once([enter] * 4)

    assert answers.count("") == 1
    assert sum("already" in answer for answer in answers) == 3
    assert len(published(TicketUsed)) == 1


def test_the_same_seats_may_be_opened_twice_at_once():
    def open_row():
        try:
            open_tickets(sku="BOX", warehouse="MAIN", seats=["A1", "A2"])
        except DomainError:
            return 0
        return 1

    assert sum(at_once([open_row] * 4)) == 1
    assert Ticket.objects.filter(sku="BOX", state=TicketState.AVAILABLE).count() == 2
    assert books_agree()


def test_a_hall_is_sold_out_exactly():
    at_once(
        [
            lambda: [place_ticket_order(tickets("STALLS", 1)) for _ in range(8)],
            later(lambda: [place_ticket_order(tickets("STALLS", 0, "A20")) for _ in range(2)]),
        ]
        * 4
    )

    held = Ticket.objects.filter(sku="STALLS").exclude(order_id=None)
    assert held.count() == 20
    orders = Reservation.objects.filter(pk__in=held.values("order_id"))
    assert set(orders.values_list("state", flat=True)) == {"held"}
    assert books_agree()
