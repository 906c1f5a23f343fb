"""What Prometheus learns from the database, and what a relay counts."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from prometheus_client import REGISTRY as OF_PROCESS

from outbox_relay import counting, cursors, parking
from outbox_relay.cursors import Lane
from outbox_relay.metrics import REGISTRY
from outbox_relay.sinks.files import FileSink
from outbox_relay.ticks import newest_tick
from shop.kernel import clock
from shop.kernel.identity import new_id
from shop.kernel.models import OutboxParkedKey
from tests.outbox_relay.arrange import (
    durable,
    emit,
    publisher,
    real_commits,
    step_until_idle,
    withdrawn,
)
from tests.shop.operations.tracing.arrange import happened, stored

pytestmark = real_commits


def told(name, **labels):
    return REGISTRY.get_sample_value(name, labels)


def counted(name, **labels):
    return OF_PROCESS.get_sample_value(name, labels)


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_a_shard_without_a_relay_is_unowned_since_its_lease_ran_out():
    cursors.add_missing([Lane("orders"), Lane("catalog"), Lane("payments")])
    cursors.take(Lane("orders"), "a relay")
    cursors.take(Lane("catalog"), "a dead relay")
    sql("UPDATE outbox_cursor SET lease_until = now() - interval '90 s' WHERE consumer = 'catalog'")
    sql("UPDATE outbox_cursor SET updated_at = now() - interval '1 h' WHERE consumer = 'payments'")

    assert told("outbox_shard_unowned_seconds", consumer="orders", shard="0") == 0
    assert 90 <= told("outbox_shard_unowned_seconds", consumer="catalog", shard="0") < 150
    assert 3600 <= told("outbox_shard_unowned_seconds", consumer="payments", shard="0") < 3660


def test_what_is_parked_is_told_with_its_age(product):
    event = stored(happened(withdrawn(product, "1")))
    parking.park(Lane("orders"), event, ValueError())
    OutboxParkedKey.objects.update(parked_at=clock.now() - timedelta(minutes=5))

    assert told("outbox_parked_keys", consumer="orders", state="retrying") == 1
    assert told("outbox_parked_events", consumer="orders") == 1
    age = told("outbox_park_oldest_age_seconds", consumer="orders", state="retrying")
    assert 300 <= age < 360


def test_partitions_ahead_shrink_as_ids_are_drawn(product):
    # Sequences are not rolled back, so another test may have drawn many.
    sql("SELECT outbox_add_partitions(6)")
    before = told("outbox_ids_ahead")

    emit(withdrawn(product, "1"), withdrawn(product, "2"))

    assert told("outbox_ids_ahead") <= before - 2
    assert told("outbox_partitions_ahead") >= 3
    assert told("outbox_ids_drawn_total") >= 2
    assert told("outbox_default_partition_rows") == 0


def test_events_without_a_partition_are_counted(product):
    names = "SELECT string_agg(inhrelid::regclass::text, ',') FROM pg_inherits WHERE "
    with connection.cursor() as cursor:
        cursor.execute(names + "inhparent = 'outbox_event'::regclass")
        parts = [it for it in cursor.fetchone()[0].split(",") if not it.endswith("default")]
        for part in parts:
            cursor.execute(f"DROP TABLE {part}")

    emit(withdrawn(product, "1"))

    strays, ahead = told("outbox_default_partition_rows"), told("outbox_partitions_ahead")
    sql("TRUNCATE outbox_event")
    sql("SELECT outbox_add_partitions(6)")
    assert (strays, ahead) == (1, 0)


def test_an_open_writer_and_a_gap_are_seen(product, open_session):
    emit(withdrawn(product, "1"))
    writer = open_session()
    writer.execute("SELECT pg_current_xact_id()")
    calm = told("outbox_aggregate_seq_gaps")
    sql("UPDATE outbox_stream SET last_seq = last_seq + 1")
    emit(withdrawn(product, "3"))

    assert told("outbox_oldest_inflight_xid_age_seconds") > 0
    assert told("outbox_prepared_xacts") == 0
    assert calm == 0
    assert told("outbox_aggregate_seq_gaps") == 1


def test_a_number_that_is_missing_in_a_topic_only_is_seen(product):
    emit(withdrawn(product, "1"))
    sql("UPDATE outbox_stream SET last_topic_seq = last_topic_seq + 1")
    emit(withdrawn(product, "2"))

    assert told("outbox_aggregate_seq_gaps") == 1


def test_hot_tables_tell_their_size():
    assert told("outbox_table_bytes", table="outbox_stream") > 0
    assert told("outbox_dead_tuples", table="outbox_cursor") >= 0


def test_a_look_at_everything_is_a_few_statements():
    with CaptureQueriesContext(connection) as asked:
        list(REGISTRY.collect())

    assert len(asked) == 11


def test_without_a_database_nothing_is_told():
    connection.close()
    settings, connection.settings_dict = (
        connection.settings_dict,
        {**connection.settings_dict, "PORT": "1"},
    )
    try:
        assert told("outbox_ids_ahead") is None
    finally:
        connection.settings_dict = settings


def test_counters_are_looked_up_once():
    assert counting.handler_seconds("orders", "T") is counting.handler_seconds("orders", "T")


def test_a_publisher_counts_what_is_on_its_way_and_what_arrived(product, tmp_path):
    before = counted("outbox_published_total", topic="product-events", result="acknowledged") or 0
    waits = counted("outbox_commit_to_ack_seconds_count")
    others = counted("outbox_in_flight")
    work = publisher(FileSink(tmp_path))
    emit(withdrawn(product, "1"), withdrawn(product, "2"))

    work._send_next(newest_tick())
    under_way = counted("outbox_in_flight") - others
    step_until_idle(work)

    assert under_way == 2
    assert counted("outbox_in_flight") == others
    assert (
        counted("outbox_published_total", topic="product-events", result="acknowledged")
        == before + 2
    )
    assert counted("outbox_commit_to_ack_seconds_count") == waits + 1


def test_a_consumer_counts_what_it_handled_and_what_failed(product, hear, effects):
    def react(event):
        if event.skus[0] == "bad":
            raise ValueError
        effects.note("counted", event)

    hear("counted", react)
    emit(withdrawn(product, "good"), withdrawn(new_id(), "bad"))

    step_until_idle(durable("counted"))

    name = "tradewind.catalog.ProductWithdrawn.v1"
    assert counted("outbox_handler_seconds_count", consumer="counted", type=name) == 1
    assert counted("outbox_handler_errors_total", consumer="counted", type=name) == 1
    assert counted("outbox_commit_to_handled_seconds_count", consumer="counted") == 1
    assert counted("outbox_checkpoint_total", consumer="counted") >= 2
    assert counted("outbox_probe_seconds_count") > 0


def test_statistics_of_librdkafka_are_taken_over():
    counting.note_statistics(
        3, '{"msg_cnt": 7, "msg_size": 900, "more": 1, "brokers": {"a": {"rtt": {"p99": 2500}}}}'
    )

    assert counted("outbox_kafka_queue", shard="3", unit="count") == 7
    assert counted("outbox_kafka_queue", shard="3", unit="bytes") == 900
    assert counted("outbox_kafka_rtt_seconds", shard="3") == 0.0025


def test_writing_events_is_timed(product):
    before = counted("outbox_emit_seconds_count")

    emit(withdrawn(product, "1"))

    assert counted("outbox_emit_seconds_count") == before + 1
