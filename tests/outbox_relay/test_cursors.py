"""Only the owner of the latest epoch moves a cursor."""

import pytest

from outbox_relay import cursors
from outbox_relay.cursors import Lane, LeaseLost, Position
from outbox_relay.ticks import newest_tick
from shop.kernel.models import OutboxCursor
from tests.outbox_relay.arrange import durable, emit, real_commits, step_until_idle, withdrawn

pytestmark = real_commits
LANE = Lane("ledger")


@pytest.fixture
def lane():
    cursors.add_missing([LANE])
    return LANE


def let_the_lease_run_out():
    OutboxCursor.objects.update(lease_until="2000-01-01T00:00:00Z")


def position_in_database():
    row = OutboxCursor.objects.get(consumer="ledger")
    return Position(row.tick, row.to_tick, row.last_id)


def test_a_position_is_found_again_as_it_was_left(lane):
    lease, _ = cursors.take(lane, "a relay")
    cursors.move(lease, Position(3, 5, 77))
    cursors.release(lease)

    _, position = cursors.take(lane, "another relay")

    assert position == Position(3, 5, 77)


def test_a_lane_has_one_owner_until_the_lease_runs_out(lane):
    cursors.take(lane, "a relay")

    refused = cursors.take(lane, "another relay")
    let_the_lease_run_out()
    taken = cursors.take(lane, "another relay")

    assert refused is None
    assert taken is not None


def test_a_restarted_relay_takes_back_at_once_what_its_name_still_has(lane):
    before, _ = cursors.take(lane, "a relay")

    after, _ = cursors.take(lane, "a relay", even_from="a relay")

    assert after.epoch == before.epoch + 1


def test_a_nameless_take_is_no_key_to_released_or_foreign_lanes(lane):
    cursors.take(lane, "a relay")

    assert cursors.take(lane, "another relay", even_from="") is None


def test_renewing_keeps_the_lane(lane):
    lease, _ = cursors.take(lane, "a relay")
    let_the_lease_run_out()
    cursors.renew(lease)

    assert cursors.take(lane, "another relay") is None


@pytest.mark.parametrize(
    "act",
    [lambda lease: cursors.move(lease, Position(9)), cursors.renew, cursors.release],
    ids=["move", "renew", "release"],
)
def test_a_relay_that_was_replaced_changes_nothing(lane, act):
    old, position = cursors.take(lane, "a relay")
    cursors.take(lane, "a relay", even_from="a relay")

    with pytest.raises(LeaseLost, match="ledger/0 belongs to another relay"):
        act(old)

    assert position_in_database() == position
    assert cursors.take(lane, "another relay") is None


def test_a_paused_lane_is_taken_by_nobody(lane):
    OutboxCursor.objects.update(paused=True)

    assert cursors.take(lane, "a relay") is None


def test_two_relays_never_take_a_lane_at_the_same_time(lane, open_session):
    other = open_session()
    other.execute("SELECT FROM outbox_cursor WHERE consumer = 'ledger' FOR UPDATE")

    assert cursors.take(lane, "a relay") is None


def test_on_a_fresh_database_every_consumer_starts_at_the_first_event(product):
    emit(withdrawn(product, "before the first relay"))

    cursors.add_missing([Lane("ledger"), Lane("kafka", 3)])

    assert set(OutboxCursor.objects.values_list("tick", flat=True)) == {0}


def test_a_consumer_that_is_added_later_starts_now(product):
    cursors.add_missing([Lane("ledger")])
    emit(withdrawn(product, "long ago"))

    cursors.add_missing([Lane("ledger"), Lane("newcomer")])

    starts = dict(OutboxCursor.objects.values_list("consumer", "tick"))
    assert starts == {"ledger": 0, "newcomer": newest_tick().n}


def test_what_a_zombie_does_is_rolled_back_with_its_move(product, hear, effects):
    hear("ledger", lambda event: effects.note("ledger", event))
    zombie = durable("ledger")
    emit(withdrawn(product, "once"))
    successor = durable("ledger")

    with pytest.raises(LeaseLost):
        step_until_idle(zombie)
    by_the_zombie = effects.of("ledger")
    step_until_idle(successor)

    assert by_the_zombie == []
    assert effects.of("ledger") == ["once"]


def test_nobody_takes_the_lane_while_its_owner_handles_an_event(product, hear, open_session):
    def try_to_take_the_lane(event):
        free.extend(other.execute("SELECT FROM outbox_cursor FOR UPDATE SKIP LOCKED").fetchall())

    free, other = [], open_session()
    hear("ledger", try_to_take_the_lane)
    work = durable("ledger")
    emit(withdrawn(product, "in work"))

    step_until_idle(work)

    assert free == []
