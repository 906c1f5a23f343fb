"""Records that are no events: written down with their place, never skipped in silence."""

import logging
from dataclasses import dataclass

from outbox_relay.inbox.incoming import Place
from shop.kernel.models import OutboxRefusedRecord

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Refused:
    """A record that is no event, and why; the reason names no contents."""

    place: Place
    reason: str


def refuse(consumer: str, refused: Refused) -> None:
    """Writes down that the consumer refused the record: once, however often it comes."""
    place = refused.place
    row = OutboxRefusedRecord(
        consumer=consumer,
        topic=place.topic,
        partition=place.partition,
        offset=place.offset,
        reason=refused.reason,
    )
    OutboxRefusedRecord.objects.bulk_create([row], ignore_conflicts=True)
    logger.error("%s: %s", row, refused.reason)
