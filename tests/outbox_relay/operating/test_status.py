"""What an operator is shown, and when that is said to be wrong."""

import json
from datetime import timedelta

import pytest
from django.core.management import CommandError
from django.db import connection

from outbox_relay import cursors
from outbox_relay.cursors import Lane
from outbox_relay.operating.verifying import verify
from shop.kernel import clock
from shop.kernel.models import (
    OutboxCursor,
    OutboxParkedKey,
    OutboxStream,
    OutboxTick,
)
from tests.outbox_relay.arrange import emit, emit_in, real_commits, step_until_idle, withdrawn

pytestmark = real_commits


@pytest.fixture
def read(product, ledger):
    """The ledger has handled one event and has an owner."""
    relay = ledger()
    emit(withdrawn(product, "1"))
    step_until_idle(relay)


def wrong(outbox):
    with pytest.raises(CommandError) as refused:
        outbox("status")
    assert refused.value.returncode == 1
    return str(refused.value)


def test_all_is_well(read, outbox):
    said = outbox("status")

    assert "a relay until" in said
    assert "Nothing is parked." in said
    assert outbox("verify") == "The outbox is sound.\n"


def test_an_outbox_that_no_relay_has_read_is_wrong(outbox):
    assert "No relay has run yet" in wrong(outbox)


def test_programs_get_one_document(read, outbox):
    told = json.loads(outbox("status", "--json"))

    assert told["consumers"][0]["consumer"] == "ledger"
    assert told["room"]["ahead"] >= 3
    assert told["server"]["bytes"]["outbox_event"] > 0
    assert json.loads(outbox("verify", "--json")) == {"flaws": []}


def test_a_consumer_without_a_relay_is_wrong_unless_it_is_paused(read, outbox):
    OutboxCursor.objects.update(lease_until=None, owner="")
    lonely = wrong(outbox)

    outbox("pause", "ledger")

    assert lonely == "No relay looks after ledger."
    assert "paused" in outbox("status")


def test_a_consumer_that_is_far_behind_is_wrong(read, product, outbox, monkeypatch):
    monkeypatch.setattr("outbox_relay.operating.showing.LAG_LIMIT", timedelta(seconds=-1))

    assert "ledger: more than -1 s behind." in wrong(outbox)


def test_a_sink_that_takes_nothing_is_wrong(outbox):
    cursors.add_missing([Lane("files")])
    lease, _ = cursors.take(Lane("files"), "harbour-1")
    cursors.note_failure(lease, "The disk is full.")

    assert wrong(outbox) == "files: nothing is taken."


def test_a_dead_aggregate_is_wrong_and_one_that_is_held_is_not(read, product, ledger, outbox):
    outbox("park", "ledger", f"product:{product}", "--reason", "an audit")
    ledger()
    assert "ledger    held" in outbox("status")

    OutboxParkedKey.objects.update(state="dead")

    assert wrong(outbox) == "1 aggregates are dead for ledger."


def test_an_old_writer_and_its_age_are_shown(read, product, open_session, outbox):
    emit_in(open_session(), withdrawn(product, "never"))

    age = json.loads(outbox("status", "--json"))["server"]["oldest_writer_seconds"]

    assert age > 0


def test_a_gap_in_a_sequence_is_a_flaw(read, product, outbox):
    OutboxStream.objects.update(last_seq=3)

    with pytest.raises(CommandError, match="1 flaws"):
        outbox("verify")


def flaws():
    return [(flaw.rule, flaw.subject) for flaw in verify().facts["flaws"]]


def test_every_kind_of_flaw_is_named(read, product):
    line = {"consumer": "ledger", "error": "", "head_event": 1}
    OutboxStream.objects.all().delete()
    OutboxParkedKey.objects.create(
        **line, key="product:a", next_retry_at=clock.now() - timedelta(hours=1)
    )
    OutboxCursor.objects.create(consumer="bygone", shard=0, tick=99)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE outbox_tick SET snapshot = '9000000000:9000000000:'"
            " WHERE n = (SELECT max(n) FROM outbox_tick)"
        )

    assert flaws() == [
        ("aggregate sequences have no gap", f"product {product}"),
        ("cursors stand at ticks", "bygone/0"),
        ("parked aggregates have events", "ledger product:a"),
        ("every consumer is known", "bygone"),
        ("transactions are of this cluster", "outbox_event"),
    ]


def test_a_tick_whose_floor_is_ahead_of_what_was_drawn_is_a_flaw(read, product):
    tick = OutboxTick.objects.latest("n")
    for label in ("next", "and the one after"):
        emit(withdrawn(product, label))
    assert flaws() == []

    OutboxTick.objects.filter(n=tick.n).update(floor=tick.floor + 2)

    assert flaws() == [("ticks hide nothing", f"tick {tick.n}")]


def test_a_cursor_in_a_window_that_ends_nowhere_is_a_flaw(read):
    OutboxCursor.objects.update(to_tick=OutboxTick.objects.latest("n").n + 7)

    assert flaws() == [("cursors stand at ticks", "ledger/0")]
