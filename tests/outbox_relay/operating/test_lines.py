"""Events given up, aggregates put aside: under the eyes of a relay that is at work."""

import os
import threading
from functools import partial

import pytest
from django.core.management import CommandError
from django.db import IntegrityError, connection

from outbox_relay import parking
from outbox_relay.cursors import Lane, LeaseLost
from outbox_relay.operating import holding
from outbox_relay.ticks import newest_tick
from shop.kernel.identity import new_id
from shop.kernel.models import OutboxParkedEvent, OutboxParkedKey, OutboxSkipped
from tests.outbox_relay.arrange import emit, real_commits, step_until_idle, withdrawn
from tests.outbox_relay.waiting import wait_until

pytestmark = real_commits


@pytest.fixture
def key(product):
    return f"product:{product}"


@pytest.fixture
def parked(product, ledger, sick):
    """Two events wait in a line whose head always fails; the relay that parked them."""
    sick.add("bad")
    relay = ledger()
    emit(withdrawn(product, "bad"), withdrawn(product, "good"))
    step_until_idle(relay)
    return relay


def test_a_skipped_head_is_kept_with_the_reason_and_the_line_goes_on(
    parked, ledger, key, effects, outbox
):
    said = outbox("skip", "ledger", key, "--reason", "sold by mistake", "--by", "operator:ann")

    step_until_idle(ledger())

    kept = OutboxSkipped.objects.get()
    assert "gave up tradewind.catalog.ProductWithdrawn" in said
    assert effects.of("ledger") == ["good"]
    assert (kept.reason, kept.skipped_by, kept.key) == ("sold by mistake", "operator:ann", key)
    assert '"bad"' in kept.event["payload"]
    assert OutboxParkedKey.objects.count() == OutboxParkedEvent.objects.count() == 0


def test_a_relay_that_holds_the_skipped_event_in_its_hands_does_not_handle_it(
    parked, key, effects, sick, outbox
):
    outbox("unpark", "ledger", key)
    head = parking.due_lines(Lane("ledger"))[key][0]
    outbox("skip", "ledger", key, "--reason", "sold by mistake")
    sick.clear()

    with pytest.raises(LeaseLost):
        parked._lines._attempt(head, partial(parked._lines._take_out, head))

    assert effects.of("ledger") == []


def test_the_last_event_of_a_line_takes_the_line_with_it(product, ledger, sick, key, outbox):
    sick.add("bad")
    emit(withdrawn(product, "bad"))
    step_until_idle(ledger())

    outbox("skip", "ledger", key, "--reason", "sold by mistake")

    assert not OutboxParkedKey.objects.exists()


def test_nothing_is_given_up_without_a_reason(parked, key, outbox):
    with pytest.raises(CommandError, match="Say why"):
        outbox("skip", "ledger", key, "--reason", " ")

    assert OutboxParkedEvent.objects.count() == 2


def test_the_database_asks_for_a_reason_too_and_forgets_none(parked, key, outbox):
    outbox("skip", "ledger", key, "--reason", "sold by mistake")
    kept = OutboxSkipped.objects.get()
    again = {"consumer": "ledger", "key": key, "outbox_id": 1, "event": {}, "skipped_by": "me"}

    with pytest.raises(IntegrityError, match="outbox_skipped_for_a_reason"):
        OutboxSkipped.objects.create(**again, reason=" ")
    with pytest.raises(IntegrityError, match="append-only"):
        kept.delete()


def test_what_is_not_parked_cannot_be_skipped(ledger, key, outbox):
    ledger()

    with pytest.raises(CommandError, match="is not parked for ledger") as refused:
        outbox("skip", "ledger", key, "--reason", "sold by mistake")

    assert refused.value.returncode == 1


def test_an_aggregate_put_aside_waits_until_it_is_unparked(product, ledger, key, effects, outbox):
    relay = ledger()
    emit(withdrawn(product, "1"))
    step_until_idle(relay)

    outbox("park", "ledger", key, "--reason", "an audit")
    emit(withdrawn(product, "2"), withdrawn(new_id(), "other"))
    with pytest.raises(LeaseLost):
        relay.step(newest_tick())
    successor = ledger()
    step_until_idle(successor)
    held = effects.of("ledger")
    said = outbox("unpark", "ledger", key)
    step_until_idle(successor)

    assert held == ["1", "other"]
    assert effects.of("ledger") == ["1", "other", "2"]
    assert "1 events wait" in said


def test_a_line_that_is_held_is_not_retried(parked, ledger, key, effects, sick, outbox):
    outbox("park", "ledger", key, "--reason", "an audit", "--by", "operator:ann")
    sick.clear()
    OutboxParkedKey.objects.update(next_retry_at="2000-01-01T00:00Z")

    step_until_idle(ledger())

    assert effects.of("ledger") == []
    assert OutboxParkedKey.objects.get().error == "held by operator:ann: an audit"


def test_only_what_was_told_of_can_be_put_aside(ledger, outbox):
    ledger()

    with pytest.raises(CommandError, match="Nothing was ever told of 'product:nobody'"):
        outbox("park", "ledger", "product:nobody", "--reason", "an audit")


def test_an_operator_waits_for_the_relay_that_moves_the_consumer(parked, key, open_session, outbox):
    relay = open_session()
    relay.execute("SELECT FROM outbox_cursor WHERE consumer = 'ledger' FOR UPDATE")
    operator = threading.Thread(target=in_a_session_of_its_own, args=[outbox, key])
    operator.start()
    wait_until(somebody_waits_for_a_lock)
    before = OutboxParkedKey.objects.get().attempts

    relay.rollback()
    operator.join()

    assert (before, OutboxParkedKey.objects.get().attempts) == (1, 0)


def test_an_operator_is_told_that_a_relay_is_busy(parked, key, open_session, outbox, monkeypatch):
    monkeypatch.setattr(holding, "LOCK_TIMEOUT", "50ms")
    relay = open_session()
    relay.execute("SELECT FROM outbox_cursor WHERE consumer = 'ledger' FOR UPDATE")

    with pytest.raises(CommandError, match="busy with an event of ledger"):
        outbox("skip", "ledger", key, "--reason", "sold by mistake")

    assert OutboxParkedEvent.objects.count() == 2


def test_a_skip_lets_a_line_that_is_held_not_go(parked, key, outbox):
    outbox("park", "ledger", key, "--reason", "an audit")

    outbox("skip", "ledger", key, "--reason", "sold by mistake")

    assert OutboxParkedKey.objects.get().state == "held"
    assert OutboxParkedEvent.objects.count() == 1


def test_a_user_without_a_name_may_skip_too(parked, key, outbox, monkeypatch):
    for variable in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr("pwd.getpwuid", {}.__getitem__)

    outbox("skip", "ledger", key, "--reason", "sold by mistake")

    assert OutboxSkipped.objects.get().skipped_by == f"operator:{os.getuid()}"


def in_a_session_of_its_own(outbox, key):
    outbox("unpark", "ledger", key)
    connection.close()


def somebody_waits_for_a_lock():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return cursor.rowcount
