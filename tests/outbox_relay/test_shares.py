"""Relays share lanes fairly, without a leader, and leave to others what they cannot serve."""

import threading
from collections import Counter
from functools import partial

import pytest

from outbox_relay import cursors, leases, members
from outbox_relay.cursors import Lane, add_missing
from outbox_relay.durable import DurableConsumer
from outbox_relay.leases import Holding
from outbox_relay.publisher import TopicPublisher
from outbox_relay.sinks import SinkFailed
from outbox_relay.sinks.files import FileSink
from outbox_relay.ticks import newest_tick
from outbox_relay.worker import Worker
from shop.kernel.models import OutboxCursor, OutboxMember
from tests.outbox_relay.arrange import emit, real_commits, withdrawn
from tests.outbox_relay.waiting import wait_until

pytestmark = real_commits
CONSUMERS = [f"consumer-{number}" for number in range(8)]


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch):
    """Leases are renewed and looked after at every look."""
    monkeypatch.setattr(leases, "RENEW_SECONDS", 0)
    monkeypatch.setattr(leases, "LOOK_SECONDS", 0)


@pytest.fixture
def lanes(hear):
    for name in CONSUMERS:
        hear(name, lambda event: None)
    lanes = {Lane(name): partial(DurableConsumer, name) for name in CONSUMERS}
    add_missing(lanes)
    return lanes


def joining(lanes, owner):
    """A relay that has looked around for the first time."""
    holding = Holding(lanes, team="handlers", owner=owner)
    holding.look_after()
    return holding


def held(*holdings):
    return [len(holding.works) for holding in holdings]


def test_the_only_relay_takes_everything(lanes):
    assert held(joining(lanes, "a")) == [8]


def test_a_relay_that_joins_gets_its_share_as_the_others_give_back(lanes):
    first = joining(lanes, "a")
    second = joining(lanes, "b")
    before = held(first, second)

    first.look_after()
    second.look_after()

    assert before == [8, 0]
    assert held(first, second) == [4, 4]
    assert not set(first.works) & set(second.works)


def test_of_three_relays_nobody_has_more_than_a_fair_share(lanes):
    relays = [joining(lanes, owner) for owner in "abc"]

    for relay in relays * 2:
        relay.look_after()

    assert sorted(held(*relays)) == [2, 3, 3]
    assert Counter(OutboxCursor.objects.values_list("owner", flat=True)) == Counter(
        {owner: len(relay.works) for owner, relay in zip("abc", relays, strict=True)}
    )


def test_those_who_stay_take_over_what_a_leaving_relay_had(lanes):
    stays, leaves = joining(lanes, "a"), joining(lanes, "b")
    stays.look_after()
    leaves.look_after()

    leaves.let_go()
    stays.look_after()

    assert held(stays) == [8]
    assert set(OutboxMember.objects.values_list("owner", flat=True)) == {"a"}


def test_what_a_dead_relay_had_is_taken_once_its_leases_are_over(lanes):
    survivor, dead = joining(lanes, "a"), joining(lanes, "b")
    survivor.look_after()
    dead.look_after()
    OutboxCursor.objects.filter(owner="b").update(lease_until="2000-01-01T00:00:00Z")
    before = held(survivor)

    OutboxMember.objects.filter(owner="b").update(alive_until="2000-01-01T00:00:00Z")
    survivor.look_after()

    assert before == [4]
    assert held(survivor) == [8]


def test_a_member_that_has_been_dead_for_a_day_is_forgotten(lanes):
    joining(lanes, "a")
    OutboxMember.objects.create(team="handlers", owner="b", alive_until="2000-01-01T00:00:00Z")

    members.forget_dead()

    assert set(OutboxMember.objects.values_list("owner", flat=True)) == {"a"}


def test_who_has_slept_beyond_its_leases_finds_out_before_it_goes_on(lanes, monkeypatch):
    sleeper = joining(lanes, "a")
    monkeypatch.setattr(leases, "RENEW_SECONDS", 5)
    sleeper._renewed_at -= 13
    asleep = sleeper.is_fresh
    OutboxCursor.objects.update(lease_until=None)
    awake = joining(lanes, "b")

    sleeper.look_after()

    assert not asleep
    assert sleeper.is_fresh
    assert held(sleeper, awake) == [4, 4]
    assert not set(sleeper.works) & set(awake.works)


class NoWayToTheTopics(FileSink):
    """A relay whose network lost the broker."""

    def write(self, records):
        raise SinkFailed("Nobody answers.")


def topics(sink):
    lanes = {Lane("files"): partial(TopicPublisher, sink)}
    add_missing(lanes)
    return lanes


def let_fail(holding, lane, *, times):
    """The work on the lane fails so often, its rests over at once."""
    for _ in range(times):
        holding.look_after()
        with pytest.raises(SinkFailed) as failure:
            holding.works[lane].step(newest_tick())
        holding.rest(lane, failure.value)


def test_a_relay_that_cannot_reach_the_sink_leaves_it_to_one_that_can(
    product, tmp_path, monkeypatch
):
    monkeypatch.setattr(leases, "FIRST_REST_SECONDS", 0)
    emit(withdrawn(product, "1"))
    lost = Holding(topics(NoWayToTheTopics(tmp_path)), team="topics", owner="lost")
    lost.look_after()
    well = joining(topics(FileSink(tmp_path)), "well")
    members.announce("topics", "well")

    let_fail(lost, Lane("files"), times=3)
    OutboxCursor.objects.update(lease_until=None)
    lost.look_after()
    well.look_after()

    assert held(lost, well) == [0, 1]
    assert list(OutboxMember.objects.filter(team="topics").values_list("owner", flat=True)) == [
        "well"
    ]


def test_the_only_relay_goes_on_trying(product, tmp_path, monkeypatch):
    monkeypatch.setattr(leases, "FIRST_REST_SECONDS", 0)
    emit(withdrawn(product, "1"))
    alone = Holding(topics(NoWayToTheTopics(tmp_path)), team="topics", owner="alone")

    let_fail(alone, Lane("files"), times=5)
    alone.look_after()

    assert held(alone) == [1]


def test_a_lane_that_fails_rests_longer_each_time_that_it_got_no_further(product, tmp_path):
    emit(withdrawn(product, "1"))
    lane = Lane("files")
    holding = Holding(topics(NoWayToTheTopics(tmp_path)), team="topics", owner="a")
    pauses = []

    for _ in range(3):
        wait_until(lambda: holding.look_after() or lane in holding.works)
        holding.rest(lane, SinkFailed("Nobody answers."))
        pauses.append(holding._rests[lane].times)
    wait_until(lambda: holding.look_after() or lane in holding.works)
    cursors.move(holding.works[lane].lease, holding._began_at[lane])
    holding._began_at[lane] = cursors.Position(1)
    holding.rest(lane, SinkFailed("Nobody answers."))

    assert pauses == [1, 2, 3]
    assert holding._rests[lane].times == 1


def test_a_lane_that_fails_does_not_keep_the_others_of_its_thread(hear, effects, product):
    class Broken(DurableConsumer):
        def step(self, newest):
            raise RuntimeError("The code is broken.")

    hear("ledger", lambda event: effects.note("ledger", event))
    lanes = {
        Lane("broken"): partial(Broken, "ledger"),
        Lane("ledger"): partial(DurableConsumer, "ledger"),
    }
    add_missing(lanes)
    stopping = threading.Event()
    worker = Worker(lanes, owner="a", stopping=stopping)
    worker.start()
    emit(withdrawn(product, "1"))

    wait_until(lambda: effects.of("ledger") == ["1"])
    taken_by = cursors.take(Lane("ledger"), "another relay")
    stopping.set()
    worker.join()

    assert taken_by is None


def test_the_rest_of_a_living_relay_is_no_death(lanes, monkeypatch):
    monkeypatch.setattr(leases, "FIRST_REST_SECONDS", 0)
    relay, lane = joining(lanes, "a"), next(iter(lanes))

    relay.rest(lane, SinkFailed("no broker"))
    relay.look_after()
    relay.begin_anew()
    relay.look_after()

    assert relay.works[lane].lease.deaths == 0


def test_a_relay_that_is_born_again_knows_of_its_death(lanes):
    joining(lanes, "a")

    heir = joining(lanes, "a")

    assert {work.lease.deaths for work in heir.works.values()} == {1}
