"""The inbox is kept in weeks: ahead of time, and as long as an event may come again."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection

from outbox_relay.checks import the_inbox_remembers_longer_than_topics
from outbox_relay.inbox.arrivals import arrive
from outbox_relay.inbox.tidying import LONGEST_PARKED, tidy_inbox
from outbox_relay.parking import _LONGEST_PAUSE, LAST_ATTEMPT
from outbox_relay.records import SOURCE
from shop.kernel import clock
from shop.kernel.identity import new_id
from shop.kernel.models import OutboxInbox, OutboxInboxStream, OutboxParkedKey
from tests.outbox_relay.arrange import real_commits, withdrawn
from tests.outbox_relay.inbox.arrange import told

pytestmark = real_commits

WEEK = timedelta(weeks=1)


def week_of(moment):
    return int(moment.timestamp()) // int(WEEK.total_seconds())


def an_id_of(moment):
    """Like those of `new_id`, made at that time."""
    return UUID(int=int(moment.timestamp() * 1000) << 80 | new_id().int & (1 << 80) - 1)


def heard(event_id):
    return OutboxInbox.objects.create(consumer="ledger", source=SOURCE, event_id=event_id)


def parts():
    """The weeks that have a part."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT inhrelid::regclass::text FROM pg_inherits"
            " WHERE inhparent = 'outbox_inbox'::regclass"
        )
        found = [re.fullmatch(r"outbox_inbox_w(\d+)", name) for (name,) in cursor.fetchall()]
    return {int(match[1]) for match in found if match}


def part_of(event_id):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tableoid::regclass::text FROM outbox_inbox WHERE event_id = %s", [event_id]
        )
        (name,) = cursor.fetchone()
        return name


@pytest.fixture
def one_part_less():
    """The week after next has lost its part, as if nobody had tidied up for weeks."""
    week = week_of(clock.now() + 2 * WEEK)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE outbox_inbox_w{week}")
    yield week
    tidy_inbox()


@pytest.fixture
def an_old_part():
    week = week_of(clock.now()) - 20
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE outbox_inbox_w{week} PARTITION OF outbox_inbox"
            f" FOR VALUES FROM (outbox_inbox_floor({week})) TO (outbox_inbox_floor({week + 1}))"
        )
    yield week
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS outbox_inbox_w{week}")


def test_an_id_that_tells_its_time_stands_in_the_part_of_its_week():
    now = an_id_of(clock.now())

    heard(now)

    assert part_of(now) == f"outbox_inbox_w{week_of(clock.now())}"


def test_an_id_that_tells_no_time_stands_in_the_default_part():
    heard("f47ac10b-58cc-4372-a567-0e02b2c3d479")

    assert part_of("f47ac10b-58cc-4372-a567-0e02b2c3d479") == "outbox_inbox_default"


def test_what_fell_beside_a_missing_part_moves_into_it(one_part_less):
    late = an_id_of(clock.now() + 2 * WEEK)
    heard(late)
    before = part_of(late)

    tidy_inbox()

    assert before == "outbox_inbox_default"
    assert part_of(late) == f"outbox_inbox_w{one_part_less}"


def test_weeks_that_no_record_can_come_from_any_more_are_dropped(an_old_part, settings):
    settings.INBOX_KEPT = 19 * WEEK + timedelta(days=8)
    tidy_inbox()
    kept = parts()

    settings.INBOX_KEPT = 18 * WEEK
    tidy_inbox()

    assert an_old_part in kept
    assert an_old_part not in parts()
    assert week_of(clock.now()) in parts()


def test_the_default_part_is_cleared_by_the_time_of_arrival(settings):
    old, young = (
        heard("f47ac10b-58cc-4372-a567-0e02b2c3d479"),
        heard(an_id_of(clock.now() + 99 * WEEK)),
    )
    OutboxInbox.objects.filter(event_id=old.event_id).update(
        received_at=clock.now() - settings.INBOX_KEPT - timedelta(hours=1)
    )

    tidy_inbox()

    assert [row.event_id for row in OutboxInbox.objects.all()] == [young.event_id]


@pytest.mark.parametrize(
    ("missing", "is_parked", "left"), [("{}", False, 0), ("{[1,2)}", False, 1), ("{}", True, 1)]
)
def test_an_aggregate_that_nothing_was_heard_of_for_long_may_be_counted_anew(
    missing, is_parked, left, settings
):
    long_ago = (clock.now() - settings.INBOX_KEPT - timedelta(days=1)).date()
    known = OutboxInboxStream(
        consumer="ledger", source=SOURCE, aggregate_type="product", aggregate_id="p-1", last_seq=7
    )
    known.missing, known.heard_on = missing, long_ago
    known.save()
    if is_parked:
        OutboxParkedKey.objects.create(
            consumer="ledger-inbox", key="product:p-1", next_retry_at=clock.now(), head_event=1
        )

    tidy_inbox()

    assert OutboxInboxStream.objects.count() == left


def test_whoever_was_heard_of_lately_is_remembered(product):
    (incoming,) = told(withdrawn(product, "1"))
    OutboxInboxStream.objects.bulk_create(
        [
            OutboxInboxStream(
                consumer="ledger",
                source=SOURCE,
                aggregate_type="product",
                aggregate_id=str(product),
                last_seq=0,
                heard_on="2020-01-01",
            )
        ]
    )

    arrive("ledger", SOURCE, incoming.event)
    tidy_inbox()

    assert OutboxInboxStream.objects.get().last_seq == 1


def test_the_longest_time_in_the_park_is_that_of_the_park():
    assert LONGEST_PARKED == LAST_ATTEMPT * _LONGEST_PAUSE


@pytest.mark.parametrize(("hours_more", "complaints"), [(0, 0), (-1, 1)])
def test_an_inbox_that_forgets_before_topics_do_is_not_deployed(settings, hours_more, complaints):
    settings.INBOX_KEPT = settings.TOPICS_KEPT + LONGEST_PARKED + timedelta(hours=hours_more)

    assert len(the_inbox_remembers_longer_than_topics()) == complaints
