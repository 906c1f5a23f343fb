"""However long the outbox is, a reader touches only what it returns, even by a generic plan."""

from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from outbox_relay import ticks
from outbox_relay.ticks import Tick
from outbox_relay.windows import Window, read_page
from shop.kernel.identity import new_id
from tests.outbox_relay.arrange import a_tick, emit, real_commits, withdrawn

pytestmark = real_commits

HISTORY = 3_000
_REPEAT = """
SELECT count(outbox_emit(
    gen_random_uuid(), type, version, aggregate_type, aggregate_id, lane, topic, payload,
    traceparent, correlation_id, causation_id, actor, occurred_at))
FROM outbox_event, generate_series(1, %s)
"""
_ROWS_READ = """
SELECT sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))
FROM pg_stat_xact_user_tables WHERE relname LIKE 'outbox_event%%'
"""


@pytest.fixture
def history() -> Iterator[Tick]:
    """A long past that the server has no statistics of, and a tick at its end."""
    emit(withdrawn(new_id(), "long ago"))
    with connection.cursor() as cursor:
        cursor.execute(_REPEAT, [HISTORY])
        cursor.execute("SET plan_cache_mode = force_generic_plan")
        yield a_tick()
        cursor.execute("RESET plan_cache_mode")


def rows_read() -> int:
    with connection.cursor() as cursor:
        cursor.execute(_ROWS_READ)
        return int(cursor.fetchone()[0])


@pytest.mark.parametrize("analyzed", ["never", "just now"])
def test_a_page_is_read_without_the_past(history, analyzed):
    emit(withdrawn(new_id(), "new"))
    window = Window(since=history, until=a_tick())
    if analyzed == "just now":
        connection.cursor().execute("ANALYZE outbox_event")

    with transaction.atomic():
        pages = [read_page(window, last_id=0)[0] for _ in range(5)]
        read = rows_read()

    assert [len(page) for page in pages] == [1, 1, 1, 1, 1]
    assert read < 50


def test_looking_for_news_does_not_walk_through_the_past(history):
    with transaction.atomic():
        news = [ticks._something_new_since(history) for _ in range(5)]
        read = rows_read()

    assert news == [False] * 5
    assert read < 50
