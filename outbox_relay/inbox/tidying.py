"""Keeps the inbox as long as an event may come again, and no longer."""

from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction

from outbox_relay import parking

WEEKS_AHEAD = 4
DELETED_AT_MOST = 10_000
LOCK_TIMEOUT = "2s"
LONGEST_PARKED = timedelta(hours=1) * parking.LAST_ATTEMPT
"""From the first failure to the last attempt, at most."""

_ADD = "SELECT outbox_add_inbox_partitions(%s)"
_DROP = "SELECT outbox_drop_inbox_partitions(%s * interval '1 second')"
_DELETE = """
DELETE FROM outbox_inbox_default WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM outbox_inbox_default WHERE received_at < now() - %s * interval '1 second'
    LIMIT %s))
"""
# The shop forgets, too, how far an aggregate came of which nothing was told for long, and counts it
# anew then. What is missing stays, and whoever is parked is held by this row.
_FORGET = """
DELETE FROM outbox_inbox_stream WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM outbox_inbox_stream AS stream
    WHERE heard_on < now() - %s * interval '1 second' AND isempty(missing) AND NOT EXISTS (
        SELECT FROM outbox_parked_key
        WHERE key = stream.aggregate_type || ':' || stream.aggregate_id)
    LIMIT %s))
"""


def tidy_inbox() -> None:
    """Adds parts for the weeks to come, and forgets what cannot come again.

    Raises OperationalError if the inbox cannot be locked at once; what comes in goes on into the
    parts that are there, at last into the default one.
    """
    kept = settings.INBOX_KEPT.total_seconds()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
        cursor.execute(_ADD, [WEEKS_AHEAD])
        cursor.execute(_DROP, [kept])
    with connection.cursor() as cursor:
        cursor.execute(_DELETE, [kept, DELETED_AT_MOST])
        cursor.execute(_FORGET, [kept, DELETED_AT_MOST])


def is_kept_too_briefly(topics_kept: timedelta) -> bool:
    """Whether a record may still be in its topic when the inbox has forgotten it."""
    kept: timedelta = settings.INBOX_KEPT
    return kept < topics_kept + LONGEST_PARKED
