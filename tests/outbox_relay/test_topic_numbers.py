"""What leaves the house is numbered without a gap, whatever else is told of an aggregate."""

from importlib import import_module

import psycopg
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from shop.events.accounts import PasswordChanged, PasswordResetRequested
from shop.events.registry import event_types
from shop.events.topics import TOPIC_OF_CONTEXT
from shop.kernel import clock
from shop.kernel.identity import new_id
from shop.kernel.models import OutboxEvent, OutboxParkedEvent, OutboxParkedKey
from shop.kernel.outbox.soundness import sequences_have_no_gap
from tests.outbox_relay.arrange import emit, emit_in, real_commits

pytestmark = real_commits

MIGRATION = import_module("shop.kernel.migrations.0009_topic_seq")


@pytest.fixture
def somebody():
    return new_id()


def told(customer_id):
    return PasswordChanged(user_id=customer_id, customer_id=customer_id)


def kept(customer_id):
    """An event that stays in the house."""
    return PasswordResetRequested(
        user_id=customer_id, customer_id=customer_id, email="ada@example.com", token="secret"
    )


def numbers():
    return list(OutboxEvent.objects.order_by("id").values_list("seq", "topic_seq"))


def run(statements):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statements)


def test_each_kind_of_aggregate_is_told_of_in_one_topic_only():
    topics = {}
    for event in event_types().values():
        if not event.internal:
            topics.setdefault(event.aggregate.kind, set()).add(TOPIC_OF_CONTEXT[event.context()])

    assert topics
    assert {kind: found for kind, found in topics.items() if len(found) > 1} == {}


def test_what_stays_in_the_house_leaves_no_gap_in_the_topic(somebody):
    emit(kept(somebody), told(somebody), kept(somebody))
    emit(kept(somebody), told(somebody), told(somebody))

    assert numbers() == [(1, None), (2, 1), (3, None), (4, None), (5, 2), (6, 3)]


def test_what_is_rolled_back_leaves_no_gap_either(somebody, open_session):
    emit(told(somebody))
    session = open_session()
    emit_in(session, told(somebody), kept(somebody))
    session.rollback()
    emit(told(somebody))

    assert numbers() == [(1, 1), (2, 2)]


def test_a_number_belongs_to_what_has_a_topic_and_to_nothing_else(somebody):
    with pytest.raises(IntegrityError, match="outbox_event_numbered_in_topic"):
        run(
            "INSERT INTO outbox_event (event_id, type, version, aggregate_type, aggregate_id, seq,"
            " lane, topic, payload, traceparent, correlation_id, actor, occurred_at) VALUES"
            " (gen_random_uuid(), 'any', 1, 'customer', 'a', 1, 0, 'user-events', '', '',"
            " gen_random_uuid(), '', now())"
        )


def test_a_number_that_is_missing_in_a_topic_is_a_flaw(somebody):
    emit(kept(somebody), told(somebody))
    run("UPDATE outbox_stream SET last_topic_seq = last_topic_seq + 1")
    emit(told(somebody))

    (flaw,) = sequences_have_no_gap()

    assert flaw.rule == "numbers in topics have no gap"
    assert flaw.sentence == "its number 3 in user-events comes after 1."


def test_a_stream_that_lags_behind_its_topic_is_a_flaw(somebody):
    emit(kept(somebody), told(somebody))
    run("UPDATE outbox_stream SET last_topic_seq = 0")

    (flaw,) = sequences_have_no_gap()

    assert flaw.sentence == "its last number is 1, but user-events goes on after 0."


@pytest.fixture
def of_before():
    """The tables and the function of the version before; those of today when the test is over."""
    run(MIGRATION.UNDO + MIGRATION.EMIT_OF_BEFORE)
    yield
    run("TRUNCATE outbox_event")
    if "topic_seq" not in columns():
        migrate()


def columns():
    with connection.cursor() as cursor:
        found = connection.introspection.get_table_description(cursor, "outbox_event")
        return {column.name for column in found}


def migrate():
    run(MIGRATION.REFUSE_FOREIGN + MIGRATION.NUMBER + MIGRATION.EMIT)


def test_what_was_stored_before_keeps_the_number_it_was_sent_with(of_before, somebody):
    emit(kept(somebody), told(somebody), kept(somebody), told(somebody), kept(somebody))

    migrate()
    emit(told(somebody), kept(somebody), told(somebody))

    assert numbers()[:5] == [(1, None), (2, 2), (3, None), (4, 4), (5, None)]
    assert numbers()[5:] == [(6, 5), (7, None), (8, 6)]
    assert list(sequences_have_no_gap()) == []


def test_where_all_that_was_told_is_dropped_numbers_only_grow(of_before, somebody):
    emit(told(somebody), told(somebody), kept(somebody))
    run("TRUNCATE outbox_event")

    migrate()
    emit(told(somebody))

    assert numbers() == [(4, 4)]


def test_what_waits_in_a_line_is_numbered_too(of_before, somebody):
    line = {"consumer": "kafka", "key": "a"}
    OutboxParkedKey.objects.create(**line, next_retry_at=clock.now(), error="", head_event=0)
    copies = [{"aggregate_seq": 3, "topic": "user-events"}, {"aggregate_seq": 4, "topic": None}]
    for place, copy in enumerate(copies):
        OutboxParkedEvent.objects.create(**line, outbox_id=place, event=copy)

    migrate()

    found = OutboxParkedEvent.objects.order_by("outbox_id").values_list("event", flat=True)
    assert list(found) == [
        {"seq": 3, "topic_seq": 3, "topic": "user-events"},
        {"seq": 4, "topic_seq": None, "topic": None},
    ]


def test_a_relay_of_the_version_before_can_read_nothing(somebody, open_session):
    emit(told(somebody))

    with pytest.raises(psycopg.errors.UndefinedColumn):
        open_session().execute("SELECT aggregate_seq FROM outbox_event")


def test_a_restored_outbox_is_rebased_before_it_is_numbered(of_before, somebody):
    emit(told(somebody))
    run("ALTER TABLE outbox_event DISABLE TRIGGER ALL")
    run("UPDATE outbox_event SET xid = '9000000000'")
    run("ALTER TABLE outbox_event ENABLE TRIGGER ALL")

    with pytest.raises(DatabaseError, match="restored from another cluster"):
        migrate()
