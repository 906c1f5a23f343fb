"""Each control loses one very event in a recorded interleaving, and the relay does not.

Every session is driven step by step by the test itself, so the order of things is no luck.
"""

from collections.abc import Callable, Iterator

import psycopg
import pytest

from outbox_relay.cursors import Position
from outbox_relay.reader import Reader
from outbox_relay.ticks import (
    Tick,
    first_tick,
    make_tick,
    raise_fence,
    read_floor,
    take_snapshot,
)
from outbox_relay.windows import Selection, Window
from shop.kernel.identity import new_id
from tests.faults.checker.controls import (
    BEFORE_EVERYTHING,
    BareIdCursor,
    FilterOutsideLimit,
    TransactionHorizon,
    UnfencedFloor,
)
from tests.outbox_relay.arrange import emit, emit_in, real_commits, withdrawn

pytestmark = real_commits
ATTEMPTS = 1000


class Relay:
    """The production reader, page by page of two events."""

    def __init__(self) -> None:
        self._position = Position(first_tick().n)
        self._reader = Reader(Selection(), page_size=2)

    def read_up_to(self, newest: Tick) -> list[str]:
        return list(self._labels(newest))

    def _labels(self, newest: Tick) -> Iterator[str]:
        while page := self._reader.next_page(self._position, newest):
            self._position = page.end
            yield from (event.payload.split('"')[-2] for event in page.events)


@pytest.fixture
def relay(transactional_db):
    return Relay()


@pytest.fixture
def label_of(open_session) -> Callable[[list[str]], list[str]]:
    """The labels of events that a control saw, from their ids."""

    def look_up(events: list[str]) -> list[str]:
        session = open_session()
        statement = "SELECT payload FROM outbox_event WHERE event_id = %s"
        rows = [session.execute(statement, [event]).fetchone() for event in events]
        return [payload.split('"')[-2] for (payload,) in rows]

    return look_up


def test_a_bare_id_cursor_loses_the_event_whose_id_was_drawn_first(open_session, relay, label_of):
    control, slow, quick = BareIdCursor(), open_session(), open_session()
    emit_in(slow, withdrawn(new_id(), "drawn first"))
    emit_in(quick, withdrawn(new_id(), "drawn second"))

    quick.commit()
    by_control, by_relay = control.poll(), relay.read_up_to(make_tick())
    slow.commit()
    by_control += control.poll()
    by_relay += relay.read_up_to(make_tick())

    assert label_of(by_control) == ["drawn second"]
    assert by_relay == ["drawn second", "drawn first"]


def test_a_transaction_horizon_turns_the_history_of_an_aggregate_around(
    open_session, relay, label_of, product
):
    control, early, late = TransactionHorizon(), open_session(), open_session()
    early.execute("SELECT pg_current_xact_id()")
    emit_in(late, withdrawn(product, "happened first"))
    late.commit()
    by_relay = relay.read_up_to(make_tick())
    emit_in(early, withdrawn(product, "happened second"))
    early.commit()
    by_relay += relay.read_up_to(make_tick())

    by_control = until_horizon_passes(control, count=2)

    assert label_of(by_control) == ["happened second", "happened first"]
    assert by_relay == ["happened first", "happened second"]


def until_horizon_passes(control: TransactionHorizon, *, count: int) -> list[str]:
    """Polls until transactions of other databases have let the horizon pass."""
    found: list[str] = []
    while len(found) < count:
        found += control.poll()
    return found


def test_an_unfenced_floor_loses_the_event_of_a_transaction_unknown_to_the_snapshot(
    open_session, label_of
):
    writer, control = open_session(), UnfencedFloor()
    before = emit_and_tick_before_anybody_else_commits(writer, control)

    writer.commit()
    after = control.tick()

    window = Window(before, after)
    assert label_of(list(control.all_of(window))) == []
    assert before.floor >= id_of("unknown", writer)


def test_a_fence_makes_the_same_transaction_known_to_the_snapshot(open_session, relay):
    writer, control = open_session(), UnfencedFloor()
    unfenced = emit_and_tick_before_anybody_else_commits(writer, control)

    floor = read_floor()
    raise_fence()
    before = take_snapshot(floor)
    read_before = relay.read_up_to(before)
    writer.commit()

    assert int(unfenced.xmax) <= xid_of("unknown", writer) < int(before.xmax)
    assert read_before == []
    assert relay.read_up_to(make_tick()) == ["unknown"]


def emit_and_tick_before_anybody_else_commits(
    writer: psycopg.Connection, control: UnfencedFloor
) -> Tick:
    """An open transaction with an event, and a tick of the control that does not know its xid.

    A commit anywhere in the server in between would make it known; then it is tried again.
    """
    for _ in range(ATTEMPTS):
        emit_in(writer, withdrawn(new_id(), "unknown"))
        tick = control.tick()
        if int(tick.xmax) <= xid_of("unknown", writer):
            return tick
        writer.rollback()
    raise AssertionError("The server is never still for the length of two statements.")


def xid_of(label: str, session: psycopg.Connection) -> int:
    return found_by(label, "xid::text::bigint", session)


def id_of(label: str, session: psycopg.Connection) -> int:
    return found_by(label, "id", session)


def found_by(label: str, column: str, session: psycopg.Connection) -> int:
    statement = f"SELECT {column} FROM outbox_event WHERE payload LIKE %s"  # noqa: S608
    (found,) = session.execute(statement, [f'%"{label}"%']).fetchone()
    return int(found)


def test_a_floor_ahead_of_what_was_drawn_loses_what_is_told_next(relay):
    """As the row of the sequence says while it is logged (docs/decisions/0051)."""
    told_to_relay = relay.read_up_to(make_tick())
    floor = read_floor()
    raise_fence()
    ahead = take_snapshot(floor + 1)
    told_to_relay += relay.read_up_to(ahead)

    emit(withdrawn(new_id(), "hidden"), withdrawn(new_id(), "next"))
    told_to_relay += relay.read_up_to(make_tick())

    assert told_to_relay == ["next"]


def test_a_filter_outside_the_limit_takes_invisible_rows_for_the_end_of_the_window(
    open_session, relay, label_of
):
    control, slow = FilterOutsideLimit(), open_session()
    first_tick()
    emit_in(slow, withdrawn(new_id(), "not yet 1"), withdrawn(new_id(), "not yet 2"))
    emit(withdrawn(new_id(), "behind them"))
    border = make_tick()
    slow.commit()

    by_control = list(control.all_of(Window(BEFORE_EVERYTHING, border), limit=2))
    by_control += control.all_of(Window(border, make_tick()), limit=2)
    by_relay = relay.read_up_to(border)
    by_relay += relay.read_up_to(make_tick())

    assert label_of(by_control) == ["not yet 1", "not yet 2"]
    assert by_relay == ["behind them", "not yet 1", "not yet 2"]
