"""Any sequence of what can happen to numbered seats, with the invariants after every step."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
)

from apps.inventory.models import Reservation, Stock, Ticket
from apps.inventory.queries import ledger_drift, ticket_drift, tickets_of
from apps.inventory.services import admit, open_tickets, release_lapsed_holds, withdraw_tickets
from shop.events.orders import OrderedItem
from shop.kernel import clock
from shop.kernel.errors import DomainError
from shop.kernel.identity import new_id
from tests.apps.inventory.story import cancel, confirm, pay, place_ticket_order, tickets
from tests.factories.inventory import WarehouseFactory
from tests.machines import hold_always

NUMBERS = st.integers(min_value=1, max_value=6)


@dataclass
class Expected:
    """What the machine believes about one order."""

    line: OrderedItem
    expires_at: datetime
    state: str
    seats: set[str]

    def has_lapsed(self, now: datetime) -> bool:
        return self.state == "held" and self.expires_at <= now

    @property
    def has_its_seats(self) -> bool:
        return self.state in {"held", "committed", "shipped"}


class SeatMachine(RuleBasedStateMachine):
    """One hall, new in every run."""

    placed = Bundle("placed")

    def __init__(self, deliver: Callable[..., None]) -> None:
        super().__init__()
        self.deliver = deliver
        self.now = clock.now()
        self.sku = f"HALL-{new_id().hex}"
        self.seats: set[str] = set()
        self.orders: dict[UUID, Expected] = {}
        self.used: set[str] = set()

    @contextmanager
    def step(self) -> Iterator[None]:
        with clock.travelled_to(self.now):
            yield
            self.deliver("inventory")
        self.notice_expired()

    def notice_expired(self) -> None:
        """Only the clock allows a release that nobody asked for."""
        states = dict(Reservation.objects.filter(pk__in=self.orders).values_list("pk", "state"))
        for order_id, order in self.orders.items():
            if states[order_id] == "released" and order.has_lapsed(self.now):
                order.state = "released"
            assert order.state == states[order_id]

    @initialize()
    def open_hall(self) -> None:
        WarehouseFactory(code="MAIN")
        self.open(4)

    def open(self, most: int) -> None:
        new = {f"A{n}" for n in range(1, most + 1)} - self.seats
        if new:
            open_tickets(sku=self.sku, warehouse="MAIN", seats=sorted(new))
            self.seats |= new

    @rule(most=NUMBERS)
    def open_more(self, most: int) -> None:
        with self.step():
            self.open(most)

    @rule(number=NUMBERS)
    def withdraw(self, number: int) -> None:
        """What nobody has goes; what somebody has, or there is not, stays."""
        seat = f"A{number}"
        ticket = Ticket.objects.filter(sku=self.sku, seat=seat).first()
        asked = {"sku": self.sku, "warehouse": "MAIN", "reason": "a pillar"}
        with self.step():
            if ticket is None or seat in self.taken():
                wrong = ticket.number if ticket else 99
                with pytest.raises(DomainError):
                    withdraw_tickets(numbers=[wrong], **asked)
                return
            withdraw_tickets(numbers=[ticket.number], **asked)
        self.seats.discard(seat)

    @rule(target=placed, picked=st.sets(NUMBERS, max_size=3), more=st.integers(0, 2))
    def place(self, picked: set[int], more: int) -> UUID:
        seats = tuple(f"A{n}" for n in sorted(picked))
        line = tickets(self.sku, max(len(seats) + more, 1), *seats)
        free = self.seats - self.taken(besides_lapsed=True)
        possible = set(seats) <= free and line.quantity <= len(free)
        with clock.travelled_to(self.now):
            order_id = place_ticket_order(line)
        got = {it.seat for it in tickets_of(order_id)}
        self.orders[order_id] = Expected(
            line, self.now + timedelta(minutes=10), "held" if possible else "rejected", got
        )
        assert len(got) == (line.quantity if possible else 0)
        assert set(seats) <= got or not possible
        self.notice_expired()
        return order_id

    @rule(order_id=placed)
    def pay(self, order_id: UUID) -> None:
        with self.step():
            pay(order_id)
            self.move(order_id, "held", "committed")

    @rule(order_id=placed)
    def hand_out(self, order_id: UUID) -> None:
        if self.orders[order_id].state == "committed":
            with self.step():
                confirm(order_id, self.orders[order_id].line)
                self.move(order_id, "committed", "shipped")

    @rule(order_id=placed)
    def cancel(self, order_id: UUID) -> None:
        with self.step():
            cancel(order_id)
            if self.orders[order_id].state in {"held", "committed"}:
                self.used -= self.orders[order_id].seats
            self.move(order_id, "held", "released")
            self.move(order_id, "committed", "released")

    @rule(order_id=placed)
    def go_in(self, order_id: UUID) -> None:
        """With every ticket that is paid, once."""
        for ticket in tickets_of(order_id):
            with self.step():
                if ticket.seat in self.used or not ticket.code:
                    with pytest.raises(DomainError):
                        admit(code=ticket.code)
                else:
                    admit(code=ticket.code)
                    self.used.add(ticket.seat)

    @rule(minutes=st.sampled_from([4, 7]))
    def wait(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule()
    def sweep(self) -> None:
        with self.step():
            release_lapsed_holds()
        assert not [order for order in self.orders.values() if order.has_lapsed(self.now)]

    @invariant()
    def the_books_add_up(self) -> None:
        assert ledger_drift() == []
        assert ticket_drift() == []

    @invariant()
    def every_seat_is_where_it_must_be(self) -> None:
        owners = {
            seat: (order_id, "reserved" if order.state == "held" else "sold")
            for order_id, order in self.orders.items()
            if order.has_its_seats
            for seat in order.seats
        }
        rows = Ticket.objects.filter(sku=self.sku)
        assert {row.seat for row in rows} == self.seats
        for row in rows:
            assert (row.order_id, row.state) == owners.get(row.seat, (None, "available"))
            assert (row.used_at is not None) == (row.seat in self.used)

    @invariant()
    def the_balances_count_them(self) -> None:
        orders = self.orders.values()
        out = sum(len(order.seats) for order in orders if order.state == "shipped")
        kept = sum(len(it.seats) for it in orders if it.state in {"held", "committed"})
        for stock in Stock.objects.filter(sku=self.sku):
            assert (stock.on_hand, stock.reserved) == (len(self.seats) - out, kept)

    def taken(self, *, besides_lapsed: bool = False) -> set[str]:
        return {
            seat
            for order in self.orders.values()
            if order.has_its_seats and not (besides_lapsed and order.has_lapsed(self.now))
            for seat in order.seats
        }

    def move(self, order_id: UUID, source: str, target: str) -> None:
        order = self.orders[order_id]
        if order.state == source:
            order.state = target

    def teardown(self) -> None:
        for order_id in self.orders:
            cancel(order_id)
        self.deliver("inventory")


@pytest.mark.django_db
def test_whatever_happens_no_seat_is_lost_doubled_or_oversold(deliver):
    hold_always(lambda: SeatMachine(deliver), examples=15)
