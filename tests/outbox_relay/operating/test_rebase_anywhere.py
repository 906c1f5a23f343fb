"""Wherever cursors stand in whatever history: after a rebase the same events are unread."""

import random

import pytest
from django.db import connection

from outbox_relay.cursors import Position
from outbox_relay.operating import rebasing
from outbox_relay.reader import Reader
from outbox_relay.ticks import make_tick
from outbox_relay.windows import Selection
from shop.kernel.identity import new_id
from shop.kernel.models import OutboxCursor, OutboxEvent, OutboxTick
from tests.outbox_relay.arrange import a_tick, emit, emit_in, real_commits, withdrawn

pytestmark = real_commits

# The rows are written anew by another transaction than they name, as a restore does it; and the
# newest tick, at which nobody stands, ends far above the transactions of this cluster.
_AS_RESTORED = """
ALTER TABLE outbox_event DISABLE TRIGGER outbox_event_is_insert_only;
UPDATE outbox_event SET payload = payload;
ALTER TABLE outbox_event ENABLE TRIGGER outbox_event_is_insert_only;
UPDATE outbox_tick SET snapshot = '9000000000:9000000000:'
WHERE n = (SELECT max(n) FROM outbox_tick)
"""


def write_history(chance, open_session):
    """Forty steps of four writers, of whom three are slow, with ticks in between."""
    slow = [open_session() for _ in range(3)]
    a_tick()
    for _ in range(40):
        writer = chance.choice(slow)
        step = chance.choice(["quick", "begin", "begin", "commit", "roll back", "tick", "tick"])
        if step == "quick":
            emit(withdrawn(new_id(), "quick"), withdrawn(new_id(), "quick"))
        elif step == "begin":
            emit_in(writer, withdrawn(new_id(), "slow"))
        elif step == "tick":
            make_tick()
        else:
            writer.commit() if step == "commit" else writer.rollback()
    for writer in slow:
        writer.commit()


def place_cursors(chance):
    """Six consumers at any tick; every second one has read a part of a window."""
    ticks = list(OutboxTick.objects.order_by("n").values_list("n", flat=True))
    ids = [0, *OutboxEvent.objects.values_list("id", flat=True)]
    for number in range(6):
        tick = chance.choice(ticks[:-1])
        half_read = {"to_tick": chance.choice(ticks[ticks.index(tick) + 1 :]),
                     "last_id": chance.choice(ids)}  # fmt: skip
        OutboxCursor.objects.create(
            consumer=f"consumer {number}", shard=0, tick=tick, **(half_read if number % 2 else {})
        )


def unread():
    """What every consumer would be given up to now, in order."""
    newest = make_tick()
    return {cursor.consumer: ids_after(cursor, newest) for cursor in OutboxCursor.objects.all()}


def ids_after(cursor, newest):
    position, found = Position(cursor.tick, cursor.to_tick, cursor.last_id), []
    reader = Reader(Selection(), page_size=3)
    while page := reader.next_page(position, newest):
        found += [event.id for event in page.events]
        position = page.end
    return found


@pytest.mark.parametrize("seed", range(12))
def test_what_was_unread_is_unread(seed, open_session):
    chance = random.Random(seed)  # noqa: S311 - a seed, to find the same history again
    write_history(chance, open_session)
    place_cursors(chance)
    before = unread()
    with connection.cursor() as cursor:
        cursor.execute(_AS_RESTORED)

    rebasing.rebase()
    emit(withdrawn(new_id(), "afterwards"))

    last = OutboxEvent.objects.latest("id").id
    assert unread() == {name: [*ids, last] for name, ids in before.items()}
    assert sum(map(len, before.values())) > 0
