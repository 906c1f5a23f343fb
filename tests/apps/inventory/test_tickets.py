from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from apps.inventory.models import Hold, Movement, Reservation, Stock, Ticket, Unavailable
from apps.inventory.queries import ledger_drift, ticket_drift, tickets_of
from apps.inventory.services import (
    adjust_stock,
    draft_transfer,
    open_tickets,
    receive_stock,
    release_lapsed_holds,
    set_stock_aside,
    ship_transfer,
    withdraw_tickets,
    write_stock_off,
)
from shop.events.inventory import (
    SeatsChanged,
    StockLost,
    StockRejected,
    StockUpdated,
    TicketReleased,
    TicketReserved,
    TicketSold,
)
from shop.events.orders import Shortage
from shop.kernel import clock
from shop.kernel.errors import DomainError, InvalidInput
from shop.kernel.identity import new_id
from tests.apps.inventory.story import (
    cancel,
    confirm,
    dispatch_parcel,
    items,
    pay,
    place_order,
    place_ticket_order,
    return_parcel,
    tickets,
)
from tests.factories.inventory import StockFactory, TicketFactory, WarehouseFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def concert():
    """Four numbered seats."""
    WarehouseFactory()
    open_tickets(sku="STALLS", warehouse="MAIN", seats=["A1", "A2", "B1", "B2"])


@pytest.fixture
def course():
    """Three tickets without seats."""
    WarehouseFactory()
    open_tickets(sku="COURSE", warehouse="MAIN", quantity=3)


def states(sku="STALLS"):
    return {it.label: it.state for it in Ticket.objects.filter(sku=sku)}


def balances(sku="STALLS"):
    stock = Stock.objects.get(sku=sku)
    return stock.on_hand, stock.reserved


def books_agree():
    return ledger_drift() == [] and ticket_drift() == []


def test_opening_tickets_receives_their_units(concert, published):
    assert balances() == (4, 0)
    assert list(Ticket.objects.values_list("number", "seat")) == [
        (1, "A1"),
        (2, "A2"),
        (3, "B1"),
        (4, "B2"),
    ]
    assert Movement.objects.get().on_hand == 4
    assert published(SeatsChanged) == [SeatsChanged(sku="STALLS", capacity=4)]
    assert published(StockUpdated)[-1].available == 4
    assert books_agree()


def test_the_capacity_may_grow(course):
    open_tickets(sku="COURSE", warehouse="MAIN", quantity=2)

    assert [it.number for it in Ticket.objects.all()] == [1, 2, 3, 4, 5]
    assert balances("COURSE") == (5, 0)
    assert books_agree()


@pytest.mark.parametrize(
    ("seats", "quantity", "sentence"),
    [
        (["A1"], 0, "There is such a seat already: A1"),
        (["C1", "C1"], 0, "Named twice: C1"),
        (["no,seat"], 0, "names no seat"),
        ([], 0, "Say which seats"),
        (["C1"], 1, "Say which seats"),
        ([], 1_000_001, "between 1 and"),
        ([f"C{n}" for n in range(9_999)], 0, "at most 10,000 tickets"),
    ],
)
def test_seats_that_cannot_be_are_refused(concert, seats, quantity, sentence):
    with pytest.raises(InvalidInput, match=sentence):
        open_tickets(sku="STALLS", warehouse="MAIN", seats=seats, quantity=quantity)

    assert balances() == (4, 0)


def test_a_sku_has_seats_or_none(concert):
    with pytest.raises(DomainError, match="All tickets of a SKU have seats, or none has"):
        open_tickets(sku="STALLS", warehouse="MAIN", quantity=1)


def test_tickets_and_goods_do_not_mix(concert):
    StockFactory(sku="TEA", on_hand=1)
    WarehouseFactory(code="EAST")

    with pytest.raises(DomainError, match="tickets need a SKU of their own"):
        open_tickets(sku="TEA", warehouse="MAIN", quantity=1)
    with pytest.raises(DomainError, match="known in MAIN already"):
        open_tickets(sku="TEA", warehouse="EAST", quantity=1)
    with pytest.raises(DomainError, match="they lie nowhere else"):
        receive_stock(sku="STALLS", warehouse="EAST", quantity=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Stock.objects.create(sku="STALLS", warehouse_id="EAST")
    with pytest.raises(IntegrityError), transaction.atomic():
        Stock.objects.create(sku="STALLS", warehouse_id="EAST", ticketed=True)


PLACE = {"sku": "STALLS", "warehouse": "MAIN"}


@pytest.mark.parametrize(
    "move",
    [
        lambda: receive_stock(quantity=1, **PLACE),
        lambda: adjust_stock(delta=-1, reason="lost", **PLACE),
        lambda: write_stock_off(quantity=1, reason="lost", **PLACE),
        lambda: set_stock_aside(quantity=1, why=Unavailable.DAMAGED, reason="torn", **PLACE),
        lambda: ship_transfer(
            transfer_id=draft_transfer(origin="MAIN", destination="EAST", units={"STALLS": 1}).pk
        ),
    ],
)
def test_what_moves_goods_does_not_move_tickets(concert, move):
    WarehouseFactory(code="EAST")

    with pytest.raises(DomainError, match="numbered tickets"):
        move()

    assert balances() == (4, 0)


def test_seats_that_nobody_has_may_be_withdrawn(concert, published):
    place_ticket_order(tickets("STALLS", 0, "A1"))

    withdraw_tickets(numbers=[4], reason="a pillar", **PLACE)
    withdraw_tickets(numbers=[3], reason="a stage", **PLACE)

    assert states() == {"A1": "reserved", "A2": "available"}
    assert balances() == (2, 1)
    assert published(SeatsChanged)[-1].capacity == 2
    assert books_agree()


def test_seats_that_somebody_has_are_not_withdrawn(concert):
    place_ticket_order(tickets("STALLS", 0, "A1"))

    with pytest.raises(DomainError, match=r"there is no ticket of STALLS .* 1, 9:"):
        withdraw_tickets(numbers=[1, 4, 9], reason="a pillar", **PLACE)
    with pytest.raises(InvalidInput):
        withdraw_tickets(numbers=[], reason="a stage", **PLACE)

    assert balances() == (4, 1)


def test_picked_seats_are_kept_sold_and_handed_out(concert, published):
    line = tickets("STALLS", 0, "B1", "A2")

    order_id = place_ticket_order(line)

    assert states() == {"A1": "available", "A2": "reserved", "B1": "reserved", "B2": "available"}
    assert {it.seat for it in published(TicketReserved)} == {"A2", "B1"}
    assert {it.line_id for it in published(TicketReserved)} == {line.line_id}
    assert balances() == (4, 2)

    pay(order_id)

    assert states()["A2"] == states()["B1"] == "sold"
    assert {it.seat for it in published(TicketSold)} == {"A2", "B1"}
    assert balances() == (4, 2)
    assert books_agree()


def test_an_order_of_tickets_alone_needs_no_parcel(concert, deliver):
    line = tickets("STALLS", 0, "A1")
    order_id = place_ticket_order(line)
    pay(order_id)
    confirm(order_id, line)

    deliver("inventory")

    assert Reservation.objects.get(pk=order_id).state == "shipped"
    assert balances() == (3, 0)
    assert states()["A1"] == "sold"
    assert books_agree()


def test_tickets_of_an_order_with_goods_leave_with_these_and_stay_sold_when_they_come_back(
    concert, deliver
):
    StockFactory(sku="TEA", on_hand=5)
    lines = (tickets("STALLS", 0, "A1"), *items(("TEA", 2)))
    order_id = place_ticket_order(*lines)
    pay(order_id)
    confirm(order_id, *lines)
    deliver("inventory")
    assert balances() == (4, 1)

    dispatch_parcel(order_id)
    deliver("inventory")
    assert balances() == (3, 0)
    return_parcel(order_id)
    deliver("inventory")

    assert balances("TEA") == (5, 0)
    assert balances() == (3, 0)
    assert states()["A1"] == "sold"
    assert books_agree()


def test_any_tickets_are_the_first_ones_that_are_free(concert):
    place_ticket_order(tickets("STALLS", 0, "A1"))

    place_ticket_order(tickets("STALLS", 2, "B1"))

    assert states() == {"A1": "reserved", "A2": "reserved", "B1": "reserved", "B2": "available"}


def test_each_line_has_its_own_tickets(concert):
    one, other = tickets("STALLS", 2, "B2"), tickets("STALLS", 2)

    order_id = place_ticket_order(one, other)

    held = {it.seat: it.line_id for it in tickets_of(order_id)}
    assert held == {"B2": one.line_id, "A1": one.line_id, "A2": other.line_id, "B1": other.line_id}


def test_who_picks_a_seat_that_is_gone_gets_nothing_and_learns_which(concert, published):
    place_ticket_order(tickets("STALLS", 0, "A1"))

    order_id = place_ticket_order(tickets("STALLS", 0, "A1", "A2"))

    assert Reservation.objects.get(pk=order_id).state == "rejected"
    shortage = Shortage(sku="STALLS", wanted=2, available=1, seats=("A1",))
    assert published(StockRejected)[-1].shortages == (shortage,)
    assert states()["A2"] == "available"
    assert balances() == (4, 1)


def test_a_seat_that_there_is_not_is_gone(concert, published):
    place_ticket_order(tickets("STALLS", 0, "Z9"))

    assert published(StockRejected)[-1].shortages[0].seats == ("Z9",)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (tickets("STALLS", 0, "A1", "A1"), "Named twice: A1"),
        (tickets("STALLS", 1, "A1", "A2"), "2 seats for 1 tickets"),
        (tickets("STALLS", 101), "at most 100 tickets"),
    ],
)
def test_seats_that_nobody_can_mean_are_refused(line, sentence):
    WarehouseFactory()
    open_tickets(sku="STALLS", warehouse="MAIN", seats=[f"A{n}" for n in range(1, 103)])

    with pytest.raises(InvalidInput, match=sentence):
        place_ticket_order(line)

    assert not Hold.objects.exists()


def test_goods_are_not_sold_as_tickets_nor_tickets_as_goods(concert, published):
    StockFactory(sku="TEA", on_hand=5)

    place_ticket_order(tickets("TEA", 1))
    place_order(("STALLS", 1))

    assert [it.shortages[0].sku for it in published(StockRejected)] == ["TEA", "STALLS"]
    assert balances() == (4, 0)


def test_a_cancelled_order_gives_its_seats_back(concert, deliver, published):
    held, paid = (
        place_ticket_order(tickets("STALLS", 0, "A1")),
        place_ticket_order(tickets("STALLS", 0, "A2")),
    )
    pay(paid)
    cancel(held)
    cancel(paid)

    deliver("inventory")

    assert set(states().values()) == {"available"}
    assert balances() == (4, 0)
    assert {(it.seat, it.reason) for it in published(TicketReleased)} == {
        ("A1", "cancelled"),
        ("A2", "cancelled"),
    }
    assert books_agree()


def test_a_lapsed_seat_is_let_go_and_money_that_comes_too_late_finds_it_lost(concert, published):
    order_id = place_ticket_order(tickets("STALLS", 0, "A1"))
    with clock.travelled_to(clock.now() + timedelta(minutes=11)):
        release_lapsed_holds()
    pay(order_id)

    assert states()["A1"] == "available"
    assert published(StockLost) == [StockLost(order_id=order_id)]
    assert [it.reason for it in published(TicketReleased)] == ["expired"]
    assert published(TicketSold) == []
    assert books_agree()


def test_who_picks_a_lapsed_seat_gets_it_although_others_are_free(concert):
    slow = place_ticket_order(tickets("STALLS", 0, "A1", "A2"))

    with clock.travelled_to(clock.now() + timedelta(minutes=11)):
        quick = place_ticket_order(tickets("STALLS", 0, "A1"))

    assert Reservation.objects.get(pk=slow).state == "released"
    assert [it.seat for it in tickets_of(quick)] == ["A1"]
    assert states()["A2"] == "available"
    assert books_agree()


def test_a_hold_that_lapsed_but_was_not_let_go_can_still_be_paid(concert):
    order_id = place_ticket_order(tickets("STALLS", 0, "A1"))

    with clock.travelled_to(clock.now() + timedelta(minutes=11)):
        pay(order_id)

    assert states()["A1"] == "sold"


@pytest.mark.parametrize(
    ("row", "constraint"),
    [
        ({"state": "lost"}, "inventory_ticket_of_one_line"),
        ({"number": 0}, "inventory_ticket_number"),
        ({"state": "reserved"}, "inventory_ticket_of_one_line"),
        ({"order_id": new_id(), "line_id": new_id()}, "inventory_ticket_of_one_line"),
        ({"state": "sold", "order_id": new_id()}, "inventory_ticket_of_one_line"),
        ({"used_at": clock.now()}, "inventory_ticket_used_when_sold"),
    ],
)
def test_the_database_refuses_what_no_ticket_can_be(row, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        TicketFactory(**row)


def test_the_database_refuses_a_seat_and_a_number_twice():
    TicketFactory(sku="STALLS", number=1, seat="A1")

    with pytest.raises(IntegrityError, match="inventory_ticket_seat_once"), transaction.atomic():
        TicketFactory(sku="STALLS", number=2, seat="A1")
    with pytest.raises(IntegrityError, match="inventory_ticket_number_once"):
        TicketFactory(sku="STALLS", number=1)


def test_tickets_that_no_balance_counts_are_found(concert):
    TicketFactory(sku="STALLS", number=5, seat="C1")
    TicketFactory(sku="LOST", number=1, state="sold", order_id=new_id(), line_id=new_id())

    found = {drift.subject: drift.sentence for drift in ticket_drift()}

    assert found["tickets of STALLS in MAIN"] == (
        "on hand: 5 tickets, 4 in stock; reserved: 0 tickets, 0 in stock."
    )
    assert found["ticket LOST 1"] == "It is sold; the reservation of its order is missing."
    assert "tickets of LOST in MAIN" in found


def test_goods_cost_not_one_statement_more_because_there_are_tickets(deliver):
    StockFactory(sku="TEA", on_hand=5)

    with CaptureQueriesContext(connection) as asked:
        cancel(place_order(("TEA", 1)))
        pay(place_order(("TEA", 1)))
        deliver("inventory")

    assert len(asked) > 10
    assert not [it for it in asked.captured_queries if "inventory_ticket" in it["sql"]]


def test_a_hold_without_its_ticket_is_found(concert):
    order_id = place_ticket_order(tickets("STALLS", 0, "A1", "A2"))
    Ticket.objects.filter(seat="A1").update(state="available", order_id=None, line_id=None)

    found = {drift.subject: drift.sentence for drift in ticket_drift()}

    assert found[f"hold of order {order_id}"] == "It has 1 tickets of STALLS for 2 units."
