"""What came in wrongly, or not at all."""

from django.db import connection
from django.db.models import Count

from shop.events.topics import inbox_of
from shop.kernel.bus import consumers
from shop.kernel.models import OutboxRefusedRecord

_MISSING = """
SELECT consumer, sum(upper(missed) - lower(missed))
FROM outbox_inbox_stream, unnest(missing) AS missed
WHERE NOT isempty(missing) GROUP BY consumer
"""


def app_of_inbox(name: str) -> str | None:
    """The app whose inbox has this name, or None: then it names a consumer."""
    return next((app for app in consumers() if inbox_of(app) == name), None)


def missing_events() -> dict[str, int]:
    """How many events each consumer misses that stand before others it has heard."""
    with connection.cursor() as cursor:
        cursor.execute(_MISSING)
        return {consumer: int(events) for consumer, events in cursor.fetchall()}


def refused_records() -> dict[str, int]:
    """How many records were no events for each consumer."""
    rows = OutboxRefusedRecord.objects.values_list("consumer")
    return dict(rows.annotate(records=Count("pk")))
