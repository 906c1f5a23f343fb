"""Any sequence of what can happen to stock, with the invariants after every step."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
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
    multiple,
    rule,
)

from apps.inventory.models import (
    Reservation,
    Stock,
    Transfer,
    TransferLine,
    TransferState,
    Unavailable,
)
from apps.inventory.queries import availability_of, ledger_drift
from apps.inventory.services import (
    adjust_stock,
    close_transfer,
    draft_transfer,
    enter_count,
    extend_hold,
    open_count,
    post_count,
    put_stock_back,
    receive_stock,
    receive_transfer,
    release_hold,
    release_lapsed_holds,
    set_stock_aside,
    ship_transfer,
    write_stock_off,
)
from shop.kernel import clock
from shop.kernel.errors import DomainError
from shop.kernel.identity import new_id
from tests.apps.inventory.story import cancel, dispatch_parcel, pay, place_order, return_parcel
from tests.factories.inventory import WarehouseFactory
from tests.machines import hold_always

KINDS = st.sampled_from(["CUP", "TEA"])
WAREHOUSES = st.sampled_from(["EAST", "WEST"])
QUANTITIES = st.integers(min_value=1, max_value=5)
REASONS = st.sampled_from(list(Unavailable))
Verb = Callable[..., Stock]
UNDER_WAY = (TransferState.SHIPPED, TransferState.PARTLY_RECEIVED)


@dataclass
class Expected:
    """What the machine believes about one order."""

    wanted: Counter[str]
    placed_at: datetime
    state: str
    seen_at: datetime

    @property
    def expires_at(self) -> datetime:
        """Ten minutes after the buyer was seen last, and half an hour after the order at most."""
        return min(self.seen_at + timedelta(minutes=10), self.placed_at + timedelta(minutes=30))

    @property
    def is_open(self) -> bool:
        return self.state in {"held", "committed"}

    def has_lapsed(self, now: datetime) -> bool:
        return self.state == "held" and self.expires_at <= now


class StockMachine(RuleBasedStateMachine):
    """Two SKUs, new in every run, in two warehouses."""

    placed = Bundle("placed")
    sent = Bundle("sent")
    sheets = Bundle("sheets")

    def __init__(self, deliver: Callable[..., None]) -> None:
        super().__init__()
        self.deliver = deliver
        self.now = clock.now()
        self.run = new_id().hex
        self.on_hand: Counter[str] = Counter()
        self.on_the_way: Counter[str] = Counter()
        self.aside: Counter[tuple[str, Unavailable]] = Counter()
        self.orders: dict[UUID, Expected] = {}
        self.counted_in: dict[UUID, str] = {}
        self.variances: dict[UUID, dict[str, int]] = {}

    @contextmanager
    def step(self) -> Iterator[None]:
        with clock.travelled_to(self.now):
            yield
            self.deliver("inventory")
        self.notice_expired()

    def notice_expired(self) -> None:
        """Only the clock allows a release that nobody asked for, and it has to."""
        states = dict(Reservation.objects.filter(pk__in=self.orders).values_list("pk", "state"))
        for order_id, order in self.orders.items():
            if states[order_id] == "released" and order.has_lapsed(self.now):
                order.state = "released"
            assert order.state == states[order_id]

    def sku(self, kind: str) -> str:
        return f"{kind}-{self.run}"

    @initialize()
    def open_warehouses(self) -> None:
        WarehouseFactory(code="EAST")
        WarehouseFactory(code="WEST")

    @rule(kind=KINDS, warehouse=WAREHOUSES, quantity=QUANTITIES)
    def receive(self, kind: str, warehouse: str, quantity: int) -> None:
        with self.step():
            receive_stock(sku=self.sku(kind), warehouse=warehouse, quantity=quantity)
        self.on_hand[self.sku(kind)] += quantity

    @rule(kind=KINDS, warehouse=WAREHOUSES)
    def lose_a_free_unit(self, kind: str, warehouse: str) -> None:
        stock = Stock.objects.filter(sku=self.sku(kind), warehouse=warehouse).first()
        if stock and stock.free:
            with self.step():
                adjust_stock(sku=stock.sku, warehouse=warehouse, delta=-1, reason="lost")
            self.on_hand[stock.sku] -= 1

    @rule(kind=KINDS, warehouse=WAREHOUSES, why=REASONS, quantity=QUANTITIES)
    def set_aside(self, kind: str, warehouse: str, why: Unavailable, quantity: int) -> None:
        """Free units may be, and others may not."""
        place = {"sku": self.sku(kind), "warehouse": warehouse}
        said = {"quantity": quantity, "why": why, "reason": "seen"}
        stock = Stock.objects.filter(**place).first()
        with self.step():
            if stock is None or stock.free < quantity:
                with pytest.raises(DomainError, match="Take away free units only"):
                    set_stock_aside(**place, **said)
                return
            set_stock_aside(**place, **said)
        self.aside[self.sku(kind), why] += quantity

    @rule(
        kind=KINDS,
        warehouse=WAREHOUSES,
        why=REASONS,
        quantity=QUANTITIES,
        verb=st.sampled_from([put_stock_back, write_stock_off]),
    )
    def end(self, kind: str, warehouse: str, why: Unavailable, quantity: int, verb: Verb) -> None:
        """What was set aside is for sale again, or gone for good; nothing else is."""
        place = {"sku": self.sku(kind), "warehouse": warehouse}
        said = {"quantity": quantity, "why": why, "reason": "seen"}
        stock = Stock.objects.filter(**place).first()
        kept = verb is write_stock_off and why == Unavailable.SAFETY_STOCK
        with self.step():
            if kept or stock is None or getattr(stock, why) < quantity:
                with pytest.raises(DomainError):
                    verb(**place, **said)
                return
            verb(**place, **said)
        self.aside[self.sku(kind), why] -= quantity
        self.on_hand[self.sku(kind)] -= quantity if verb is write_stock_off else 0

    @rule(target=sheets, warehouse=WAREHOUSES)
    def open_sheet(self, warehouse: str) -> UUID:
        with self.step():
            sheet = open_count(warehouse=warehouse, skus=[self.sku("CUP"), self.sku("TEA")])
        self.counted_in[sheet.pk], self.variances[sheet.pk] = warehouse, {}
        return sheet.pk

    @rule(sheet_id=sheets, kind=KINDS, more=st.integers(min_value=-3, max_value=3))
    def count(self, sheet_id: UUID, kind: str, more: int) -> None:
        booked = self.counted_rows(sheet_id)[self.sku(kind)].on_hand
        counted = max(booked + more, 0)
        with self.step():
            enter_count(sheet_id=sheet_id, sku=self.sku(kind), counted=counted)
        self.variances[sheet_id][self.sku(kind)] = counted - booked

    @rule(sheet_id=consumes(sheets))
    def post(self, sheet_id: UUID) -> None:
        rows, variances = self.counted_rows(sheet_id), self.variances[sheet_id]
        missing = any(rows[sku].free + variance < 0 for sku, variance in variances.items())
        with self.step():
            if missing or not variances:
                with pytest.raises(DomainError):
                    post_count(sheet_id=sheet_id)
                return
            post_count(sheet_id=sheet_id)
        for sku, variance in variances.items():
            self.on_hand[sku] += variance

    def counted_rows(self, sheet_id: UUID) -> dict[str, Stock]:
        skus = [self.sku("CUP"), self.sku("TEA")]
        rows = Stock.objects.filter(sku__in=skus, warehouse=self.counted_in[sheet_id])
        return {row.sku: row for row in rows}

    @rule(target=placed, lines=st.lists(st.tuples(KINDS, QUANTITIES), min_size=1, max_size=3))
    def place(self, lines: list[tuple[str, int]]) -> UUID:
        wanted = Counter[str]()
        for kind, quantity in lines:
            wanted[self.sku(kind)] += quantity
        enough = all(units <= self.available(sku) for sku, units in wanted.items())
        with clock.travelled_to(self.now):
            order_id = place_order(*[(self.sku(kind), quantity) for kind, quantity in lines])
        state = "held" if enough else "rejected"
        self.orders[order_id] = Expected(wanted, self.now, state, seen_at=self.now)
        self.notice_expired()
        return order_id

    @rule(order_id=placed)
    def extend(self, order_id: UUID) -> None:
        """The buyer is seen; that helps him as long as nobody released what he holds."""
        order = self.orders[order_id]
        with self.step():
            extend_hold(order_id=order_id)
            if order.state == "held":
                order.seen_at = self.now

    @rule(order_id=placed)
    def release_by_staff(self, order_id: UUID) -> None:
        with self.step():
            if self.orders[order_id].state != "held":
                with pytest.raises(DomainError, match="is not released by hand"):
                    release_hold(order_id=order_id, reason="a reseller")
                return
            release_hold(order_id=order_id, reason="a reseller")
            self.move(order_id, "held", "released")

    @rule(order_id=placed)
    def pay(self, order_id: UUID) -> None:
        with self.step():
            pay(order_id)
            self.move(order_id, "held", "committed")

    @rule(order_id=placed)
    def cancel(self, order_id: UUID) -> None:
        with self.step():
            cancel(order_id)
            self.move(order_id, "held", "released")
            self.move(order_id, "committed", "released")

    @rule(order_id=consumes(placed), comes_back=st.booleans())
    def ship(self, order_id: UUID, comes_back: bool) -> None:  # noqa: FBT001 - drawn by hypothesis
        if self.orders[order_id].state == "committed":
            with self.step():
                dispatch_parcel(order_id)
                self.move(order_id, "committed", "shipped")
                self.on_hand -= self.orders[order_id].wanted
            if comes_back:
                self.give_back(order_id)

    def give_back(self, order_id: UUID) -> None:
        with self.step():
            return_parcel(order_id)
            self.move(order_id, "shipped", "returned")
            self.on_hand += self.orders[order_id].wanted

    @rule(target=sent, kind=KINDS, quantity=QUANTITIES, goes_east=st.booleans())
    def send(self, kind: str, quantity: int, goes_east: bool) -> Any:  # noqa: FBT001 - drawn
        """Free units are sent away, and others are not."""
        origin, destination = ("WEST", "EAST") if goes_east else ("EAST", "WEST")
        there = Stock.objects.filter(sku=self.sku(kind), warehouse=origin).first()
        transfer = draft_transfer(
            origin=origin, destination=destination, units={self.sku(kind): quantity}
        )
        if there is None or there.free < quantity:
            with pytest.raises(DomainError, match="Take away free units only"):
                ship_transfer(transfer_id=transfer.id)
            return multiple()
        with self.step():
            ship_transfer(transfer_id=transfer.id)
        self.on_hand[self.sku(kind)] -= quantity
        self.on_the_way[self.sku(kind)] += quantity
        return transfer.id

    @rule(transfer_id=sent, quantity=QUANTITIES)
    def unload(self, transfer_id: UUID, quantity: int) -> None:
        """Some units arrive; more than are on the way, or after the end, do not."""
        line = Transfer.objects.get(pk=transfer_id).lines.get()
        if quantity > line.outstanding:
            with pytest.raises(DomainError, match=r"cannot (arrive|become)"):
                receive_transfer(transfer_id=transfer_id, units={line.sku: quantity})
            return
        with self.step():
            receive_transfer(transfer_id=transfer_id, units={line.sku: quantity})
        self.on_hand[line.sku] += quantity
        self.on_the_way[line.sku] -= quantity

    @rule(transfer_id=consumes(sent))
    def give_up(self, transfer_id: UUID) -> None:
        line = Transfer.objects.get(pk=transfer_id).lines.get()
        if line.outstanding:
            with self.step():
                close_transfer(transfer_id=transfer_id, reason="lost")
            self.on_the_way[line.sku] -= line.outstanding

    # No sum of these is the length of a hold, or its limit: no result depends on the test's speed.
    @rule(minutes=st.sampled_from([7, 11]))
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

    @invariant()
    def the_balances_are_what_happened(self) -> None:
        for sku in (self.sku("CUP"), self.sku("TEA")):
            rows = Stock.objects.filter(sku=sku)
            assert sum(row.on_hand for row in rows) == self.on_hand[sku]
            assert sum(row.reserved for row in rows) == self.reserved(sku)
            assert sum(row.incoming for row in rows) == self.on_the_way[sku]
            for why in Unavailable:
                assert sum(getattr(row, why) for row in rows) == self.aside[sku, why]

    @invariant()
    def what_is_incoming_is_what_transfers_still_owe(self) -> None:
        for row in Stock.objects.filter(sku__endswith=self.run):
            owed = TransferLine.objects.filter(
                sku=row.sku, transfer__destination=row.warehouse_id, transfer__state__in=UNDER_WAY
            )
            assert sum(line.outstanding for line in owed) == row.incoming

    @invariant()
    def everybody_sees_what_can_be_bought(self) -> None:
        with clock.travelled_to(self.now):
            shown = availability_of([self.sku("CUP"), self.sku("TEA")])
        assert all(units == self.available(sku) for sku, units in shown.items())

    def available(self, sku: str) -> int:
        lapsed = [order for order in self.orders.values() if order.has_lapsed(self.now)]
        free = self.on_hand[sku] - self.reserved(sku) - self.unavailable(sku)
        return free + sum(order.wanted[sku] for order in lapsed)

    def unavailable(self, sku: str) -> int:
        return sum(self.aside[sku, why] for why in Unavailable)

    def reserved(self, sku: str) -> int:
        return sum(order.wanted[sku] for order in self.orders.values() if order.is_open)

    def move(self, order_id: UUID, source: str, target: str) -> None:
        order = self.orders[order_id]
        if order.state == source:
            order.state = target

    def teardown(self) -> None:
        for order_id in self.orders:
            cancel(order_id)
        self.deliver("inventory")


@pytest.mark.django_db
def test_whatever_happens_no_unit_is_lost_doubled_or_oversold(deliver):
    hold_always(lambda: StockMachine(deliver), examples=20)
