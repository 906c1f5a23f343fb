"""What staff did about an order, and why: Django's own log of the admin site."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType


@dataclass(frozen=True, kw_only=True)
class Note:
    """One thing that somebody did by hand."""

    at: datetime
    by: str
    said: str


def notes_on(order_id: UUID) -> list[Note]:
    """What was done about the order, the latest first."""
    entries = LogEntry.objects.filter(content_type=_orders(), object_id=str(order_id))
    return [
        Note(at=entry.action_time, by=str(entry.user), said=entry.get_change_message())
        for entry in entries.select_related("user").order_by("-action_time")
    ]


def write_note(order_id: UUID, *, number: str, by: UUID, said: str) -> None:
    """Remembers what the member of the staff `by` did."""
    LogEntry(
        user_id=by,
        content_type=_orders(),
        object_id=str(order_id),
        object_repr=f"Order {number}",
        action_flag=CHANGE,
        change_message=said,
    ).save(force_insert=True)


def _orders() -> ContentType:
    return ContentType.objects.get_by_natural_key("orders", "order")
