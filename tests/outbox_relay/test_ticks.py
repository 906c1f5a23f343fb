"""A tick is made exactly when something was committed since the last one."""

import threading
from itertools import pairwise

import pytest
from django.db import connection, transaction

from outbox_relay import ticks
from outbox_relay.ticks import make_tick, newest_tick
from shop.kernel.models import OutboxTick
from tests.outbox_relay.arrange import a_tick, emit, emit_in, real_commits, withdrawn

pytestmark = real_commits


@pytest.fixture
def statements():
    """What this connection sends to the database."""
    sent: list[str] = []

    def record(execute, sql, *rest):
        sent.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(record):
        yield sent


def test_idle_polls_beside_an_open_write_transaction_write_nothing(
    open_session, product, statements
):
    emit(withdrawn(product, "before"))
    writer = open_session()
    writer.execute("SELECT pg_current_xact_id()")
    emit_in(writer, withdrawn(product, "never committed"))
    last = newest_tick()
    statements.clear()

    polled = [newest_tick() for _ in range(200)]

    assert set(polled) == {last}
    assert OutboxTick.objects.latest("n").n == last.n
    assert {sql.split()[0] for sql in statements[:400]} == {"SELECT"}
    assert not any("pg_current_xact_id" in sql or "lock" in sql for sql in statements[:400])


def test_a_commit_makes_one_tick(product):
    before = newest_tick()
    emit(withdrawn(product, "one"))

    after, later = newest_tick(), newest_tick()

    assert after.n == before.n + 1
    assert later == after


def test_a_rollback_makes_no_tick(open_session, product):
    before = newest_tick()
    writer = open_session()
    emit_in(writer, withdrawn(product, "rolled back"))
    writer.rollback()

    assert newest_tick() == before


def test_a_late_commit_of_a_transaction_that_the_last_tick_saw_running_makes_a_tick(
    open_session, product
):
    writer = open_session()
    emit_in(writer, withdrawn(product, "late"))
    seen_running = a_tick()
    writer.commit()

    after = newest_tick()

    assert after.n == seen_running.n + 1
    assert newest_tick() == after


def test_a_poll_does_not_look_at_all_that_an_open_transaction_wrote(open_session, product):
    writer = open_session()
    for _ in range(20):
        emit_in(writer, *[withdrawn(product, "not yet") for _ in range(50)])
    last = a_tick()

    with connection.cursor() as cursor:
        cursor.execute(
            f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {ticks._SOMETHING_NEW}",
            [last.floor, last.xmax, last.running],
        )
        ((plan,),) = cursor.fetchone()

    assert plan["Plan"]["Shared Hit Blocks"] + plan["Plan"]["Shared Read Blocks"] < 50


def test_a_vacuum_of_the_ticks_keeps_no_tick_maker_waiting(open_session, product):
    before = newest_tick()
    emit(withdrawn(product, "meanwhile"))
    vacuum = open_session()
    vacuum.execute("LOCK TABLE outbox_tick IN SHARE UPDATE EXCLUSIVE MODE")
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '200ms'")

    assert newest_tick().n == before.n + 1


def test_a_tick_is_refused_inside_a_transaction():
    with transaction.atomic(), pytest.raises(RuntimeError, match="outside of transactions"):
        make_tick()


def test_makers_at_the_same_time_stand_in_line():
    newest_tick()

    def make_some() -> None:
        for _ in range(25):
            make_tick()
        connection.close()

    makers = [threading.Thread(target=make_some) for _ in range(3)]
    for maker in makers:
        maker.start()
    for maker in makers:
        maker.join()

    made = OutboxTick.objects.order_by("n")
    assert [tick.n for tick in made] == list(range(len(made)))
    assert len(made) == 1 + 3 * 25
    borders = [int(tick.snapshot.split(":")[1]) for tick in made]
    assert all(earlier <= later for earlier, later in pairwise(borders))
