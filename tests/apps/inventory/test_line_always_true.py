"""Any sequence of what can happen to a line of people, with the invariants after every step."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
)

from apps.inventory.models import EntryState, Reservation, Stock, WaitingListEntry
from apps.inventory.queries import availability_of, ledger_drift, line_misfits, open_entry
from apps.inventory.services import (
    join_waiting_list,
    leave_waiting_list,
    receive_stock,
    release_lapsed_holds,
)
from shop.kernel import clock
from shop.kernel.errors import DomainError, NotFound
from shop.kernel.identity import new_id
from tests.apps.inventory.story import cancel, pay, place_order
from tests.factories.inventory import WarehouseFactory
from tests.machines import hold_always

PEOPLE = st.integers(min_value=0, max_value=5)
UNITS = st.integers(min_value=1, max_value=3)


class LineMachine(RuleBasedStateMachine):
    """Six people and one SKU, new in every run, in two warehouses."""

    placed = Bundle("placed")

    def __init__(self, deliver: Callable[..., None]) -> None:
        super().__init__()
        self.deliver = deliver
        self.now = clock.now()
        self.sku = f"TEA-{new_id().hex}"
        self.people = [new_id() for _ in range(6)]
        self.orders: list[UUID] = []

    @contextmanager
    def step(self) -> Iterator[None]:
        with clock.travelled_to(self.now):
            yield
            self.deliver("inventory")

    @initialize(target=placed)
    def begin_sold_out(self) -> Any:
        """Two orders hold all there is, and three people stand in line."""
        for code in ("EAST", "WEST"):
            WarehouseFactory(code=code)
        with self.step():
            receive_stock(sku=self.sku, warehouse="EAST", quantity=2)
            self.orders = [place_order((self.sku, 1)) for _ in range(2)]
            for person in self.people[:3]:
                join_waiting_list(sku=self.sku, customer_id=person)
        return multiple(*self.orders)

    @rule(units=UNITS, warehouse=st.sampled_from(["EAST", "WEST"]))
    def receive(self, units: int, warehouse: str) -> None:
        with self.step():
            receive_stock(sku=self.sku, warehouse=warehouse, quantity=units)

    @rule(person=PEOPLE)
    def join(self, person: int) -> None:
        """Nobody stands in line for what can be bought."""
        with self.step():
            stands = open_entry(sku=self.sku, customer_id=self.people[person])
            if not stands and availability_of([self.sku])[self.sku]:
                with pytest.raises(DomainError, match="can be ordered now"):
                    join_waiting_list(sku=self.sku, customer_id=self.people[person])
                return
            join_waiting_list(sku=self.sku, customer_id=self.people[person])

    @rule(person=PEOPLE)
    def leave(self, person: int) -> None:
        with self.step():
            if not open_entry(sku=self.sku, customer_id=self.people[person]):
                with pytest.raises(NotFound):
                    leave_waiting_list(sku=self.sku, customer_id=self.people[person])
                return
            leave_waiting_list(sku=self.sku, customer_id=self.people[person])

    @rule(target=placed, person=st.none() | PEOPLE, units=UNITS)
    def order(self, person: int | None, units: int) -> UUID:
        """Whoever is held a unit gets it; nobody gets what is held for others."""
        customer = new_id() if person is None else self.people[person]
        with self.step():
            entry = open_entry(sku=self.sku, customer_id=customer)
            held = 1 if entry and entry.is_offered else 0
            free = sum(row.free for row in Stock.objects.filter(sku=self.sku))
            order_id = place_order((self.sku, units), customer_id=customer)
            state = Reservation.objects.get(pk=order_id).state
        if units <= free + held:
            assert state == "held"
        self.orders.append(order_id)
        return order_id

    @rule(order_id=placed)
    def pay(self, order_id: UUID) -> None:
        with self.step():
            pay(order_id)

    @rule(order_id=placed)
    def cancel(self, order_id: UUID) -> None:
        with self.step():
            cancel(order_id)

    @rule(minutes=st.sampled_from([7, 11, 24 * 60 + 1]))
    def wait(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule()
    def sweep(self) -> None:
        with self.step():
            release_lapsed_holds()

    @invariant()
    def the_books_add_up(self) -> None:
        assert ledger_drift() == []
        assert line_misfits() == []

    @invariant()
    def nobody_waits_while_units_are_free(self) -> None:
        free = sum(row.free for row in Stock.objects.filter(sku=self.sku))
        assert not (free and self.line(EntryState.WAITING))

    @invariant()
    def nobody_was_passed(self) -> None:
        ever_offered = self.entries().filter(offered_until__isnull=False)
        last = ever_offered.order_by("-id").values_list("id", flat=True).first() or 0
        assert all(entry > last for entry in self.line(EntryState.WAITING))

    def entries(self):
        return WaitingListEntry.objects.filter(sku=self.sku)

    def line(self, state: EntryState) -> list[int]:
        return list(self.entries().filter(state=state).values_list("id", flat=True))

    def teardown(self) -> None:
        for order_id in self.orders:
            cancel(order_id)
        self.deliver("inventory")


@pytest.mark.django_db
def test_whatever_happens_units_go_to_those_in_line_in_their_order(deliver):
    hold_always(lambda: LineMachine(deliver), examples=10)
