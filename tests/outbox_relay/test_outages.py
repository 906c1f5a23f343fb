"""Outages are no event's fault; what takes the relay with it is set aside all the same."""

from functools import partial

import pytest
from django.db import connection

from outbox_relay import breaker, cursors, parking
from outbox_relay.breaker import CircuitBreaker
from outbox_relay.cursors import Lane
from outbox_relay.failures import ConsumerStopped
from outbox_relay.handling import DEATHS_OF_AN_EVENT
from outbox_relay.ticks import newest_tick
from shop.kernel import bus, clock
from shop.kernel.errors import NotYet
from shop.kernel.identity import new_id
from shop.kernel.models import OutboxCursor, OutboxParkedEvent, OutboxParkedKey
from tests.outbox_relay.arrange import durable, emit, real_commits, step_until_idle, withdrawn

pytestmark = real_commits


@pytest.fixture
def sick():
    """While it holds "all", nothing can be handled; else what it holds cannot."""
    return set()


@pytest.fixture
def ledger(hear, effects, sick):
    def note_unless_sick(event):
        if {"all", event.skus[0]} & sick:
            raise ValueError("ada@example.com")
        effects.note("ledger", event)

    hear("ledger", note_unless_sick)
    return durable("ledger", breaker=CircuitBreaker())


def emit_of_many(*labels):
    """One event of an aggregate of its own for each label."""
    emit(*[withdrawn(new_id(), label) for label in labels])


def test_when_everything_fails_the_consumer_stops_and_parks_no_more(ledger, sick):
    sick.add("all")
    emit_of_many(*[f"{number}" for number in range(60)])

    with pytest.raises(ConsumerStopped, match="Too much fails at once"):
        step_until_idle(ledger)
    with pytest.raises(ConsumerStopped):
        step_until_idle(ledger)

    cursor = OutboxCursor.objects.get()
    assert OutboxParkedKey.objects.count() == breaker.MOST_OF_A_PAGE
    assert cursor.failures == 2
    assert "ValueError in note_unless_sick" in cursor.error
    assert "ada" not in cursor.error


def test_small_pages_count_together(hear, sick, effects, monkeypatch):
    def fail(event):
        raise ValueError

    hear("ledger", fail)
    work = durable("ledger", page_size=5, breaker=CircuitBreaker())
    emit_of_many(*[f"{number}" for number in range(breaker.MOST_A_MINUTE + 20)])

    with pytest.raises(ConsumerStopped):
        step_until_idle(work)

    assert OutboxParkedKey.objects.count() == breaker.MOST_A_MINUTE


def test_once_the_outage_is_over_all_is_handled(ledger, sick, effects):
    labels = [f"{number}" for number in range(60)]
    sick.add("all")
    emit_of_many(*labels)
    with pytest.raises(ConsumerStopped):
        step_until_idle(ledger)
    sick.clear()

    step_until_idle(ledger)
    OutboxParkedKey.objects.update(next_retry_at=clock.now())
    step_until_idle(ledger)

    assert sorted(effects.of("ledger"), key=int) == labels
    assert OutboxParkedKey.objects.count() == 0
    assert OutboxCursor.objects.get().failing_since is None


def test_an_open_breaker_sets_one_aggregate_a_minute_aside_as_a_trial(
    ledger, sick, effects, monkeypatch
):
    sick.add("all")
    emit_of_many(*[f"{number}" for number in range(60)])
    with pytest.raises(ConsumerStopped):
        step_until_idle(ledger)
    sick.clear()
    sick.add(f"{breaker.MOST_OF_A_PAGE}")
    with pytest.raises(ConsumerStopped):
        step_until_idle(ledger)
    monkeypatch.setattr(breaker, "_MINUTE", 0.0)

    step_until_idle(ledger)

    assert OutboxParkedKey.objects.count() == breaker.MOST_OF_A_PAGE + 1
    assert effects.of("ledger")[-1] == "59"


def test_an_event_that_kills_every_relay_is_set_aside_untried(hear, effects, product):
    hear("ledger", lambda event: effects.note("ledger", event))
    cursors.add_missing([Lane("ledger")])
    emit(withdrawn(product, "deadly"), withdrawn(new_id(), "well"))
    for _ in range(DEATHS_OF_AN_EVENT):
        cursors.take(Lane("ledger"), "a relay", even_from="a relay")

    survivor = durable("ledger")
    step_until_idle(survivor)

    assert effects.of("ledger") == ["well"]
    assert OutboxParkedKey.objects.get().error == "3 relays ended here without a word."


def test_after_deaths_the_event_of_a_parked_aggregate_joins_its_line(hear, effects, product):
    hear("ledger", partial(note_unless_bad, effects))
    emit(withdrawn(product, "bad"))
    step_until_idle(durable("ledger"))
    emit(withdrawn(product, "2"), withdrawn(new_id(), "other"))
    for _ in range(DEATHS_OF_AN_EVENT):
        cursors.take(Lane("ledger"), "a relay", even_from="a relay")

    step_until_idle(durable("ledger"))

    assert effects.of("ledger") == ["other"]
    assert OutboxParkedEvent.objects.count() == 2


def note_unless_bad(effects, event):
    if event.skus == ("bad",):
        raise ValueError
    effects.note("ledger", event)


def test_where_nothing_stood_nothing_is_blamed_for_deaths(hear, effects, product):
    hear("ledger", lambda event: effects.note("ledger", event))
    cursors.add_missing([Lane("ledger")])
    for _ in range(DEATHS_OF_AN_EVENT):
        cursors.take(Lane("ledger"), "a relay", even_from="a relay")
    idle = durable("ledger")
    step_until_idle(idle)

    emit(withdrawn(product, "1"))
    step_until_idle(idle)

    assert effects.of("ledger") == ["1"]


def test_relays_that_lived_for_a_while_are_not_counted(hear, effects, product):
    hear("ledger", lambda event: effects.note("ledger", event))
    cursors.add_missing([Lane("ledger")])
    emit(withdrawn(product, "1"))
    for _ in range(DEATHS_OF_AN_EVENT + 2):
        lease, _ = cursors.take(Lane("ledger"), "a relay", even_from="a relay")
        cursors.renew(lease)

    step_until_idle(durable("ledger"))

    assert effects.of("ledger") == ["1"]


def test_after_a_death_a_batch_is_taken_one_by_one(hear, effects, product):
    hear("ledger", lambda event: effects.note("ledger", event), batch=10)
    cursors.add_missing([Lane("ledger")])
    emit(*[withdrawn(product, f"{number}") for number in range(3)])
    cursors.take(Lane("ledger"), "a relay", even_from="a relay")

    step_until_idle(durable("ledger"))

    assert effects.transactions("ledger") == [1, 1, 1]


def after_a_death(hear, react):
    """Another relay takes over, whose handler does that."""
    bus._after.pop("ledger")
    hear("ledger", react)
    return durable("ledger")


def retry(work):
    OutboxParkedKey.objects.update(next_retry_at=clock.now())
    work.step(newest_tick())
    return OutboxParkedKey.objects.get()


def test_a_line_of_which_every_relay_dies_is_dead_in_the_end(ledger, sick, product, hear):
    sick.add("deadly")
    emit(withdrawn(product, "deadly"))
    step_until_idle(ledger)
    tried = []

    for _ in range(parking.LAST_ATTEMPT + 2):
        with pytest.raises(KeyboardInterrupt):
            retry(after_a_death(hear, partial(die, tried)))
        if OutboxParkedKey.objects.get().deaths == parking.LAST_ATTEMPT - 2:
            break
    given_up = retry(after_a_death(hear, partial(die, tried)))

    assert (given_up.state, given_up.error) == ("dead", parking.DIED)
    assert len(tried) == parking.LAST_ATTEMPT - 1


def die(tried, event):
    tried.append(event)
    raise KeyboardInterrupt


def test_what_is_not_yet_possible_never_dies_though_relays_do(ledger, sick, product, hear):
    def too_early(event):
        raise NotYet

    sick.add("early")
    emit(withdrawn(product, "early"))
    step_until_idle(ledger)
    OutboxParkedKey.objects.update(attempts=100)

    parked = retry(after_a_death(hear, too_early))

    assert (parked.state, parked.attempts) == ("retrying", 101)
    assert "NotYet" in parked.error


def test_a_statement_that_takes_too_long_is_cancelled_and_its_event_parked(hear, effects, product):
    def dawdle(event):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(%s)", [60 if event.skus[0] == "slow" else 0])
        effects.note("ledger", event)

    bus.after(type(withdrawn(product, "")), consumer="ledger", seconds=1)(dawdle)
    hear("other", partial(effects.note, "other"))
    emit(withdrawn(product, "slow"), withdrawn(new_id(), "quick"))

    step_until_idle(durable("ledger"))
    bus._after.pop("ledger")

    assert effects.of("ledger") == ["quick"]
    assert "OperationalError" in OutboxParkedKey.objects.get().error


def test_a_long_page_leaves_the_other_lanes_their_turn(hear, effects, product, monkeypatch):
    hear("ledger", lambda event: effects.note("ledger", event))
    emit(*[withdrawn(product, f"{number}") for number in range(4)])
    work = durable("ledger")
    monkeypatch.setattr("outbox_relay.durable.STEP_SECONDS", 0.0)

    for _ in range(3):
        work.step(newest_tick())

    assert effects.of("ledger") == ["0", "1", "2"]
