"""Consumers are paused, renamed, forgotten, and begin where an operator says."""

from datetime import timedelta

import pytest
from django.core.management import CommandError

from outbox_relay import cursors
from outbox_relay.cursors import Lane, LeaseLost
from outbox_relay.ticks import newest_tick
from shop.kernel import clock
from shop.kernel.models import OutboxCursor, OutboxParkedKey, OutboxSkipped, OutboxTick
from tests.outbox_relay.arrange import emit, real_commits, step_until_idle, withdrawn

pytestmark = real_commits


def test_a_paused_consumer_is_moved_by_nobody_until_it_is_resumed(product, ledger, effects, outbox):
    relay = ledger()
    outbox("pause", "ledger")
    emit(withdrawn(product, "1"))

    with pytest.raises(LeaseLost):
        relay.step(newest_tick())
    taken = cursors.take(Lane("ledger"), "another relay")
    outbox("resume", "ledger")
    step_until_idle(ledger())

    assert taken is None
    assert effects.of("ledger") == ["1"]


def test_pausing_twice_says_that_somebody_did_it_already(ledger, outbox):
    ledger()
    outbox("pause", "ledger")

    with pytest.raises(CommandError, match="ledger is paused already"):
        outbox("pause", "ledger")


def test_an_unknown_consumer_is_refused_with_the_names_of_the_known(ledger, outbox):
    ledger()

    with pytest.raises(CommandError, match=r"no cursor for 'legder'. There are: ledger\."):
        outbox("pause", "legder")


def test_a_retired_consumer_leaves_what_waited_for_it_to_be_read(
    product, ledger, sick, outbox, hear
):
    sick.add("bad")
    emit(withdrawn(product, "bad"), withdrawn(product, "good"))
    step_until_idle(ledger())

    with pytest.raises(CommandError, match="Say --force"):
        outbox("retire", "ledger")
    said = outbox("retire", "ledger", "--force", "--reason", "books are kept elsewhere")

    assert "1 cursors and 1 parked aggregates are deleted, 2 events" in said
    assert not OutboxCursor.objects.exists()
    assert not OutboxParkedKey.objects.exists()
    assert {it.reason for it in OutboxSkipped.objects.all()} == {"books are kept elsewhere"}


def test_a_relay_of_a_retired_consumer_handles_nothing_more(product, ledger, effects, outbox):
    relay = ledger()
    outbox("retire", "ledger", "--force")
    emit(withdrawn(product, "1"))

    with pytest.raises(LeaseLost):
        relay.step(newest_tick())

    assert effects.of("ledger") == []


def test_a_renamed_consumer_goes_on_with_its_lines(product, ledger, sick, effects, hear, outbox):
    sick.add("bad")
    emit(withdrawn(product, "bad"), withdrawn(product, "good"))
    step_until_idle(ledger())
    old = OutboxCursor.objects.get()
    hear("books", print)

    outbox("rename", "ledger", "books")

    renamed = OutboxCursor.objects.get()
    assert (renamed.consumer, renamed.tick) == ("books", old.tick)
    assert renamed.epoch > old.epoch
    assert OutboxParkedKey.objects.get().consumer == "books"


def test_a_consumer_is_not_renamed_over_one_that_began(ledger, hear, outbox):
    ledger()
    hear("books", print)
    cursors.add_missing([Lane("books")])

    with pytest.raises(CommandError, match="books has a cursor of its own already"):
        outbox("rename", "ledger", "books")
    with pytest.raises(CommandError, match="no consumer bocks"):
        outbox("rename", "ledger", "bocks")


@pytest.mark.parametrize(
    ("at", "heard"), [("beginning", ["old", "recent", "new"]), ("now", ["new"])]
)
def test_a_new_consumer_begins_where_it_is_told(product, ledger, effects, outbox, at, heard):
    newest_tick()
    emit(withdrawn(product, "old"))
    newest_tick()
    emit(withdrawn(product, "recent"))

    outbox("start", "ledger", "--at", at)
    emit(withdrawn(product, "new"))
    step_until_idle(ledger())

    assert effects.of("ledger") == heard


def test_a_new_consumer_begins_with_what_happened_since_a_time(product, ledger, effects, outbox):
    emit(withdrawn(product, "old"))
    newest_tick()
    OutboxTick.objects.update(at=clock.now() - timedelta(hours=2))
    emit(withdrawn(product, "recent"))
    newest_tick()

    outbox("start", "ledger", "--at", (clock.now() - timedelta(hours=1)).isoformat())
    step_until_idle(ledger())

    assert effects.of("ledger") == ["recent"]


def test_a_consumer_that_began_does_not_begin_again(ledger, outbox):
    ledger()

    with pytest.raises(CommandError, match="outbox replay ledger"):
        outbox("start", "ledger", "--at", "beginning")


def test_a_time_needs_its_zone(ledger, outbox):
    with pytest.raises(CommandError, match="needs a zone"):
        outbox("start", "ledger", "--at", "2026-11-28T10:00")


def test_the_shards_of_the_topics_begin_together(outbox):
    outbox("start", "kafka", "--at", "beginning")

    assert OutboxCursor.objects.filter(consumer="kafka", tick=0).count() == 8
