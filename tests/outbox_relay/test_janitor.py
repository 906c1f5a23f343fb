"""Room lies ahead of the sequence, and a partition goes only when nobody needs it any more."""

from datetime import timedelta

import pytest
from django.db import OperationalError, connection, transaction

from outbox_relay import cursors, janitor, retention
from outbox_relay.cursors import Lane
from outbox_relay.janitor import EVERY_HOUR, EVERY_MINUTE, tidy_up
from outbox_relay.ticks import make_tick, newest_tick
from shop.kernel import clock
from shop.kernel.identity import new_id
from shop.kernel.models import OutboxCursor, OutboxEvent, OutboxStream, OutboxTick
from tests.outbox_relay.arrange import (
    a_tick,
    durable,
    emit,
    emit_in,
    real_commits,
    step_until_idle,
    withdrawn,
)

pytestmark = real_commits

WIDTH = 2_000_000


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return cursor.fetchall() if cursor.description else []


def partitions():
    return dict(sql("SELECT from_id / 2000000, name FROM outbox_partition ORDER BY from_id"))


@pytest.fixture
def jump(transactional_db):
    """`jump(id)`: the next event gets that id. Afterwards the partitions are as they were."""
    (before,) = sql("SELECT last_value, is_called FROM outbox_event_id_seq")
    yield lambda event_id: sql("SELECT setval('outbox_event_id_seq', %s, false)", event_id)
    sql("TRUNCATE outbox_event")
    for name in partitions().values():
        sql(f"DROP TABLE {name}")
    sql("SELECT setval('outbox_event_id_seq', %s, %s)", *before)
    sql("SELECT outbox_add_partitions(6)")


@pytest.fixture
def aged(settings):
    """Events of now are older than retention."""
    settings.OUTBOX_RETENTION_DAYS = -1


def test_three_empty_partitions_lie_ahead_of_the_sequence(jump):
    jump(5 * WIDTH + 7)

    tidy_up(EVERY_MINUTE)
    tidy_up(EVERY_MINUTE)

    assert {5, 6, 7, 8} <= partitions().keys()
    assert 9 not in partitions()


def test_events_that_outran_the_partitions_get_one_of_their_own(jump, product, ledger, effects):
    first = 20 * WIDTH - 2
    jump(first)
    emit(*[withdrawn(product, f"{n}") for n in range(4)])
    overflowed = sql("SELECT id FROM outbox_event_default ORDER BY id")

    tidy_up(EVERY_MINUTE)
    emit(withdrawn(product, "4"))
    step_until_idle(ledger())

    assert [event_id for (event_id,) in overflowed] == [first, first + 1, first + 2, first + 3]
    assert sql("SELECT FROM outbox_event_default") == []
    assert sql("SELECT from_id, to_id FROM outbox_partition WHERE name = 'outbox_event_p19'") == [
        (19 * WIDTH, 21 * WIDTH)
    ]
    assert OutboxEvent.objects.latest("id").id == first + 4
    assert effects.of("ledger") == list("01234")
    assert {21, 22, 23} <= partitions().keys()


def test_what_was_in_the_default_partition_cannot_be_changed_afterwards_either(jump, product):
    jump(20 * WIDTH)
    emit(withdrawn(product, "1"))

    tidy_up(EVERY_MINUTE)
    emit(withdrawn(product, "2"))

    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        OutboxEvent.objects.all()._raw_delete("default")


def test_adding_partitions_does_not_wait_for_a_long_transaction(jump, product, open_session):
    writer = open_session()
    emit_in(writer, withdrawn(product, "1"))
    jump(5 * WIDTH)

    janitor.add_partitions()

    assert {5, 6, 7, 8} <= partitions().keys()


@pytest.fixture
def ledger(hear, effects):
    hear("ledger", lambda event: effects.note("ledger", event))
    return lambda: durable("ledger")


def test_a_partition_that_is_old_and_read_by_all_is_dropped(jump, aged, product, ledger, effects):
    emit(withdrawn(product, "old"))
    jump(WIDTH)
    emit(withdrawn(product, "new"))
    step_until_idle(ledger())

    tidy_up(EVERY_MINUTE)

    assert 0 not in partitions()
    assert 1 in partitions()
    assert OutboxEvent.objects.count() == 1


def test_a_partition_is_kept_as_long_as_it_is_young(jump, product, ledger):
    emit(withdrawn(product, "old"))
    jump(WIDTH)
    step_until_idle(ledger())

    tidy_up(EVERY_MINUTE)

    assert 0 in partitions()


def test_a_consumer_that_lags_loses_nothing_to_the_janitor(jump, aged, product, ledger, effects):
    relay = ledger()
    cursors.add_missing([Lane("quick")])
    emit(withdrawn(product, "old"))
    jump(WIDTH)
    emit(withdrawn(product, "new"))
    OutboxCursor.objects.filter(consumer="quick").update(tick=make_tick().n)

    tidy_up(EVERY_MINUTE)
    kept = 0 in partitions()
    step_until_idle(relay)
    tidy_up(EVERY_MINUTE)

    assert kept
    assert effects.of("ledger") == ["old", "new"]
    assert 0 not in partitions()


def test_a_window_that_is_half_read_keeps_its_partition(jump, aged, ledger, product):
    ledger()
    emit(*[withdrawn(product, f"{n}") for n in range(3)])
    jump(WIDTH)
    durable("ledger", page_size=2).step(newest_tick())

    tidy_up(EVERY_MINUTE)

    assert OutboxCursor.objects.get().to_tick is not None
    assert 0 in partitions()


def test_a_cursor_that_stands_nowhere_has_passed_nothing(jump, aged, product):
    OutboxCursor.objects.create(consumer="ledger", shard=0, tick=99)
    emit(withdrawn(product, "old"))
    jump(WIDTH)

    tidy_up(EVERY_MINUTE)

    assert 0 in partitions()


def test_without_any_consumer_nothing_is_dropped(jump, aged, product):
    emit(withdrawn(product, "old"))
    jump(WIDTH)

    tidy_up(EVERY_MINUTE)

    assert 0 in partitions()


def test_a_long_transaction_across_a_border_loses_nothing(
    jump, aged, product, ledger, effects, open_session, monkeypatch
):
    monkeypatch.setattr(janitor, "LOCK_TIMEOUT", "100ms")
    relay = ledger()
    slow = open_session()
    emit_in(slow, withdrawn(product, "slow"))
    jump(WIDTH)
    emit_in(slow, withdrawn(product, "slow, beyond the border"))
    emit(withdrawn(new_id(), "quick"))
    step_until_idle(relay)

    tidy_up(EVERY_MINUTE)
    while_it_ran = 0 in partitions()
    slow.commit()
    tidy_up(EVERY_MINUTE)
    before_it_was_read = 0 in partitions()
    step_until_idle(relay)
    tidy_up(EVERY_MINUTE)

    assert (while_it_ran, before_it_was_read) == (True, True)
    assert effects.of("ledger") == ["quick", "slow", "slow, beyond the border"]
    assert 0 not in partitions()


def test_what_commits_between_the_look_and_the_lock_is_seen(jump, aged, product, ledger):
    """The second look is the one that counts: here the first saw an empty partition."""
    step_until_idle(ledger())
    jump(WIDTH)
    sql("SELECT nextval('outbox_event_id_seq')")
    looks = []
    asked = retention._may_go

    def look_and_commit(name, days):
        found = asked(name, days)
        if not looks:
            sql("SELECT setval('outbox_event_id_seq', 1, false)")
            emit(withdrawn(product, "late"))
        looks.append(found)
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(retention, "_may_go", look_and_commit)
        tidy_up([janitor.drop_old_partitions])

    assert looks == [True, False]
    assert 0 in partitions()


def test_one_janitor_at_a_time(jump, open_session):
    jump(5 * WIDTH)
    other = open_session()
    other.execute("SELECT pg_advisory_xact_lock(hashtextextended('outbox_janitor', 0))")

    tidy_up(EVERY_MINUTE)
    while_the_other_tidied = 8 in partitions()
    other.rollback()
    tidy_up(EVERY_MINUTE)

    assert not while_the_other_tidied
    assert 8 in partitions()


def test_a_lock_that_is_not_to_be_had_keeps_no_other_task_back(jump, monkeypatch, open_session):
    def fail():
        raise OperationalError("canceling statement due to lock timeout")

    jump(5 * WIDTH)

    tidy_up([fail, *EVERY_MINUTE])

    assert 8 in partitions()


def test_below_the_least_cursor_one_tick_a_minute_stays_and_none_for_ever():
    at = clock.now().replace(second=0, microsecond=0) - timedelta(hours=1)
    ticks = [a_tick().n for _ in range(6)]
    for n, second in zip(ticks, (0, 10, 20, 70, 80, 90), strict=True):
        OutboxTick.objects.filter(n=n).update(at=at + timedelta(seconds=second))
    OutboxTick.objects.filter(n=0).update(at=at - timedelta(days=15))
    OutboxCursor.objects.create(consumer="ledger", shard=0, tick=ticks[4])

    tidy_up(EVERY_MINUTE)

    left = list(OutboxTick.objects.order_by("n").values_list("n", flat=True))
    assert left == [ticks[2], *ticks[4:]]


def test_only_streams_that_are_idle_and_told_of_no_more_are_forgotten(jump, aged, product, ledger):
    idle = new_id()
    emit(withdrawn(idle, "long ago"))
    jump(WIDTH)
    emit(withdrawn(product, "kept"))
    step_until_idle(ledger())
    OutboxStream.objects.update(moved_at=clock.now() - timedelta(days=401))

    tidy_up(EVERY_HOUR)
    while_its_event_is_kept = OutboxStream.objects.count()
    tidy_up([*EVERY_MINUTE, *EVERY_HOUR])

    assert while_its_event_is_kept == 2
    assert OutboxStream.objects.get().aggregate_id == str(product)


def test_a_stream_says_when_it_moved(product):
    emit(withdrawn(product, "1"))
    OutboxStream.objects.update(moved_at=clock.now() - timedelta(days=401))

    emit(withdrawn(product, "2"))

    assert OutboxStream.objects.get().moved_at > clock.now() - timedelta(minutes=1)
