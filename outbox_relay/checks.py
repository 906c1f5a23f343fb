"""What `manage.py check --deploy --database default` says about the backbone."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connection

from outbox_relay.inbox.tidying import is_kept_too_briefly
from outbox_relay.process import unknown_consumers


@register(Tags.database, deploy=True)
def every_cursor_has_a_consumer(
    *, databases: Sequence[str] | None = None, **_: Any
) -> list[CheckMessage]:
    """A cursor that nobody moves means that an app was renamed or removed without being retired."""
    if not databases or "outbox_cursor" not in connection.introspection.table_names():
        return []
    return [
        Error(
            f"The outbox has a cursor for {consumer!r}, but no such consumer exists.",
            hint=f"If the app was renamed: manage.py outbox rename {consumer} NEW."
            f" If it is gone: manage.py outbox retire {consumer}.",
            id="outbox.E001",
        )
        for consumer in unknown_consumers()
    ]


@register(deploy=True)
def the_inbox_remembers_longer_than_topics(**_: Any) -> list[CheckMessage]:
    """Else what comes again from a topic could be taken for new."""
    if not is_kept_too_briefly(settings.TOPICS_KEPT):
        return []
    return [
        Error(
            f"The inbox keeps events for {settings.INBOX_KEPT.days} days, topics for"
            f" {settings.TOPICS_KEPT.days}: what comes again could be taken for new.",
            hint="Raise INBOX_KEPT_DAYS above TOPICS_KEPT_DAYS by a day at least.",
            id="outbox.E002",
        )
    ]
