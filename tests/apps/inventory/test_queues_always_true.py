"""Any sequence of what can happen to goods that one can wait for, and nobody is passed."""

from collections import Counter
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
    consumes,
    initialize,
    invariant,
    rule,
)

from apps.inventory.models import (
    Backorder,
    BackorderState,
    Reservation,
    Stock,
    Terms,
    Waiting,
    WhenSoldOut,
)
from apps.inventory.queries import backorders_without_units, ledger_drift, queue_miscounts
from apps.inventory.services import (
    adjust_stock,
    agree_on_terms,
    fill_backorders,
    receive_delivery,
    release_lapsed_holds,
)
from shop.kernel import clock
from shop.kernel.identity import new_id
from tests.apps.inventory.queues import held
from tests.apps.inventory.story import cancel, dispatch_parcel, pay, place_order, return_parcel
from tests.factories.inventory import WarehouseFactory
from tests.machines import hold_always

KINDS = st.sampled_from(["CUP", "TEA"])
WAREHOUSES = st.sampled_from(["EAST", "WEST"])
QUANTITIES = st.integers(min_value=1, max_value=4)
LIMIT = 12


class QueueMachine(RuleBasedStateMachine):
    """Two SKUs, new in every run, in two warehouses; of TEA only so many may be waited for."""

    placed = Bundle("placed")

    def __init__(self, deliver: Callable[..., None]) -> None:
        super().__init__()
        self.deliver = deliver
        self.now = clock.now()
        self.run = new_id().hex
        self.wanted: dict[UUID, Counter[str]] = {}
        self.late: set[UUID] = set()

    @contextmanager
    def step(self) -> Iterator[None]:
        """Who was late once, and had not paid, may be passed."""
        with clock.travelled_to(self.now):
            self.late |= {it.order_id for it in self.reservations() if it.has_lapsed(self.now)}
            yield
            self.deliver("inventory")

    def sku(self, kind: str) -> str:
        return f"{kind}-{self.run}"

    def reservations(self) -> list[Reservation]:
        return list(Reservation.objects.filter(pk__in=self.wanted))

    @initialize()
    def agree(self) -> None:
        for code in ("EAST", "WEST"):
            WarehouseFactory(code=code)
        for kind, limit in (("CUP", None), ("TEA", LIMIT)):
            waiting = Waiting(when_sold_out=WhenSoldOut.BACKORDER, limit=limit)
            agree_on_terms(sku=self.sku(kind), waiting=waiting)

    @rule(warehouse=WAREHOUSES, units=st.dictionaries(KINDS, QUANTITIES, min_size=1))
    def receive(self, warehouse: str, units: dict[str, int]) -> None:
        with self.step():
            named = {self.sku(kind): quantity for kind, quantity in units.items()}
            receive_delivery(warehouse=warehouse, units=named)

    @rule(kind=KINDS, warehouse=WAREHOUSES)
    def lose_a_free_unit(self, kind: str, warehouse: str) -> None:
        stock = Stock.objects.filter(sku=self.sku(kind), warehouse=warehouse).first()
        if stock and stock.free:
            with self.step():
                adjust_stock(sku=stock.sku, warehouse=warehouse, delta=-1, reason="lost")

    @rule(target=placed, lines=st.lists(st.tuples(KINDS, QUANTITIES), min_size=1, max_size=3))
    def place(self, lines: list[tuple[str, int]]) -> Any:
        with self.step():
            order_id = place_order(*[(self.sku(kind), quantity) for kind, quantity in lines])
        self.wanted[order_id] = Counter()
        for kind, quantity in lines:
            self.wanted[order_id][self.sku(kind)] += quantity
        return order_id

    @rule(order_id=placed)
    def pay(self, order_id: UUID) -> None:
        with self.step():
            pay(order_id)

    @rule(order_id=placed)
    def cancel(self, order_id: UUID) -> None:
        with self.step():
            cancel(order_id)

    @rule(order_id=consumes(placed), comes_back=st.booleans())
    def ship(self, order_id: UUID, comes_back: bool) -> None:  # noqa: FBT001 - drawn by hypothesis
        reservation = Reservation.objects.get(pk=order_id)
        if reservation.is_paid and not reservation.awaited:
            with self.step():
                dispatch_parcel(order_id)
            if comes_back:
                with self.step():
                    return_parcel(order_id)

    @rule(minutes=st.sampled_from([4, 7]))
    def wait(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule()
    def sweep(self) -> None:
        with self.step():
            release_lapsed_holds()
            fill_backorders()

    @invariant()
    def the_books_add_up(self) -> None:
        assert ledger_drift() == []
        assert queue_miscounts() == []
        assert backorders_without_units() == []

    @invariant()
    def every_unit_of_an_open_order_is_held_or_waited_for(self) -> None:
        for reservation in self.reservations():
            waiting = Backorder.objects.filter(
                reservation=reservation, state=BackorderState.WAITING
            )
            kept = Counter(held(reservation.order_id))
            kept.update({it.sku: it.outstanding for it in waiting})
            if reservation.is_open:
                assert kept == self.wanted[reservation.order_id]
            else:
                assert not waiting

    @invariant()
    def nobody_is_passed(self) -> None:
        for kind in ("CUP", "TEA"):
            entered = Backorder.objects.filter(sku=self.sku(kind)).order_by("id")
            line = [it for it in entered if it.reservation_id not in self.late]
            kept = [it for it in line if it.state != BackorderState.CANCELLED]
            # Whoever has everything, then perhaps one who has a part, then those who have nothing.
            shares = [it.filled / it.quantity for it in kept]
            assert shares == sorted(shares, reverse=True)
            assert len([share for share in shares if 0 < share < 1]) <= 1

    @invariant()
    def nobody_waits_while_units_are_free(self) -> None:
        """But behind somebody who is late: until he is swept, he keeps his place."""
        for kind in ("CUP", "TEA"):
            rows = Stock.objects.filter(sku=self.sku(kind))
            line = Backorder.objects.filter(sku=self.sku(kind), state=BackorderState.WAITING)
            first = line.order_by("id").first()
            is_served = first is None or first.reservation_id in self.late
            assert is_served or not sum(row.free for row in rows)

    @invariant()
    def no_more_is_waited_for_than_may_be(self) -> None:
        terms = Terms.objects.filter(sku=self.sku("TEA")).first()
        assert terms is None or terms.backordered <= LIMIT

    def teardown(self) -> None:
        for order_id in self.wanted:
            cancel(order_id)
        self.deliver("inventory")


@pytest.mark.django_db
def test_whatever_happens_nobody_is_passed_and_no_unit_waits_beside_a_buyer(deliver):
    hold_always(lambda: QueueMachine(deliver), examples=15)
