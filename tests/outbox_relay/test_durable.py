"""One event a transaction: the effect of a handler and the move of the cursor, or neither."""

from threading import Event

import psycopg
import pytest
from django.db import OperationalError, connection

from outbox_relay.ticks import newest_tick
from shop.events.catalog import ProductWithdrawn
from shop.kernel.bus import publish
from shop.kernel.identity import new_id
from shop.kernel.models import OutboxEvent, OutboxParkedKey
from tests.outbox_relay.arrange import durable, emit, real_commits, step_until_idle, withdrawn
from tests.versions import next_version

pytestmark = real_commits


def fail_with(sqlstate):
    """PostgreSQL itself raises the error."""
    with connection.cursor() as cursor:
        cursor.execute(f"DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '{sqlstate}'; END $$")


def lose_the_connection():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")


def test_every_event_has_its_effect_once_and_in_order(product, hear, effects):
    hear("ledger", lambda event: effects.note("ledger", event))
    work = durable("ledger", page_size=3)
    for number in range(10):
        emit(withdrawn(product, f"{number}"))

    step_until_idle(work)
    step_until_idle(durable("ledger"))

    assert effects.of("ledger") == [f"{number}" for number in range(10)]
    assert effects.transactions("ledger") == [1] * 10


def test_an_event_of_an_older_version_reaches_the_handlers_of_today(product, hear, effects):
    def upcaster(old):
        return {**old, "skus": [f"once {sku}" for sku in old["skus"]]}

    emit(withdrawn(product, "old"))
    hear("ledger", lambda event: effects.note("ledger", event))

    with next_version(ProductWithdrawn, upcaster):
        emit(withdrawn(product, "new"))
        step_until_idle(durable("ledger"))

    assert effects.of("ledger") == ["once old", "new"]
    assert not OutboxParkedKey.objects.exists()


def test_whoever_is_asked_to_stop_ends_after_the_event_at_hand(product, hear, effects):
    def note_and_be_stopped(event):
        effects.note("ledger", event)
        stopping.set()

    hear("ledger", note_and_be_stopped)
    stopping = Event()
    emit(*[withdrawn(product, f"{number}") for number in range(3)])
    asked_to_stop = durable("ledger", stopping=stopping)

    asked_to_stop.step(newest_tick())
    asked_to_stop.finish()
    by_then = effects.of("ledger")
    step_until_idle(durable("ledger"))

    assert by_then == ["0"]
    assert effects.of("ledger") == ["0", "1", "2"]


def test_consumers_do_not_wait_for_each_other(product, hear, effects):
    hear("ledger", lambda event: effects.note("ledger", event))
    hear("mailer", lambda event: effects.note("mailer", event))
    ahead, behind = durable("ledger"), durable("mailer")
    emit(withdrawn(product, "heard twice"))

    step_until_idle(ahead)
    meanwhile = effects.of("mailer")
    step_until_idle(behind)

    assert meanwhile == []
    assert effects.of("ledger") == effects.of("mailer") == ["heard twice"]


def test_two_handlers_of_a_consumer_have_both_their_effects_or_none(product, hear, effects):
    def refuse_at_first(event):
        tries.append(event)
        if len(tries) == 1:
            fail_with("40001")
        effects.note("ledger", event)

    tries = []
    hear("ledger", lambda event: effects.note("ledger", event))
    hear("ledger", refuse_at_first)
    work = durable("ledger")
    emit(withdrawn(product, "both"))

    step_until_idle(work)

    assert effects.of("ledger") == ["both", "both"]
    assert effects.transactions("ledger") == [2]


def test_what_a_handler_publishes_names_the_event_as_its_cause(product, hear):
    def withdraw_the_next(event):
        if event.skus == ("cause",):
            publish(withdrawn(new_id(), "consequence"))

    hear("ledger", withdraw_the_next)
    work = durable("ledger")
    emit(withdrawn(product, "cause"))

    step_until_idle(work)

    cause, consequence = OutboxEvent.objects.order_by("id")
    assert consequence.causation_id == cause.event_id
    assert consequence.correlation_id == cause.correlation_id


@pytest.mark.parametrize("sqlstate", ["40001", "40P01", "55P03"])
def test_a_conflict_with_another_transaction_is_tried_again_in_place(
    sqlstate, product, hear, effects
):
    def conflict_twice(event):
        effects.note("ledger", event)
        tries.append(event)
        if len(tries) <= 2:
            fail_with(sqlstate)

    tries = []
    hear("ledger", conflict_twice)
    work = durable("ledger")
    emit(withdrawn(product, "first"), withdrawn(product, "second"))

    step_until_idle(work)

    assert effects.of("ledger") == ["first", "second"]
    assert OutboxParkedKey.objects.count() == 0


def test_a_conflict_that_does_not_end_parks_the_aggregate(product, hear, effects):
    hear("ledger", lambda _: fail_with("55P03"))
    work = durable("ledger")
    emit(withdrawn(product, "blocked"))

    step_until_idle(work)

    parked = OutboxParkedKey.objects.get()
    assert parked.key == f"product:{product}"
    assert "LockNotAvailable" in parked.error or "OperationalError" in parked.error


def test_a_lost_connection_is_no_events_fault(product, hear, effects):
    def lose_it_once(event):
        effects.note("ledger", event)
        if not lost:
            lost.append(event)
            lose_the_connection()

    lost = []
    hear("ledger", lose_it_once)
    work = durable("ledger")
    emit(withdrawn(product, "first"), withdrawn(product, "second"))

    with pytest.raises(OperationalError):
        step_until_idle(work)
    connection.close()
    before = effects.of("ledger")
    step_until_idle(durable("ledger"))

    assert before == []
    assert effects.of("ledger") == ["first", "second"]
    assert OutboxParkedKey.objects.count() == 0


def test_a_connection_lost_during_the_commit_doubles_nothing(product, hear, effects, open_session):
    def lose_it_at_the_commit(event):
        effects.note("ledger", event)
        if not lost:
            lost.append(event)
            terminate(open_session, connection.connection.info.backend_pid)

    lost = []
    hear("ledger", lose_it_at_the_commit)
    work = durable("ledger")
    emit(withdrawn(product, "first"), withdrawn(product, "second"))

    with pytest.raises(OperationalError):
        step_until_idle(work)
    connection.close()
    step_until_idle(durable("ledger"))

    assert effects.of("ledger") == ["first", "second"]
    assert OutboxParkedKey.objects.count() == 0


def terminate(open_session, pid):
    """Ends the session and waits until the server has let go of it."""
    other = open_session()
    other.autocommit = True
    other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    with pytest.raises(psycopg.OperationalError):
        other.execute("SELECT pg_terminate_backend(pg_backend_pid())")


def test_an_idle_consumer_writes_nothing(hear, product, effects):
    hear("ledger", lambda event: effects.note("ledger", event))
    work = durable("ledger")
    emit(withdrawn(product, "one"))
    step_until_idle(work)
    newest = newest_tick()
    sent = []

    def record(execute, sql, *rest):
        sent.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(record):
        idle = [work.step(newest) for _ in range(50)]

    assert not any(idle)
    assert sent == []
