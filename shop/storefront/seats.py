"""Seats that people look at: read once for all of them, and pinned where `live` finds them."""

import threading
import time
from uuid import UUID

from apps.inventory.queries import seats_of
from shop.storefront import noticeboard
from shop.storefront.live_addresses import seats_id
from shop.storefront.seating import Seating, SeatMap, seat_map

_REMEMBERED = 1000
_latest_reads = threading.local()


def followed_seats(sku: str) -> SeatMap:
    """The seats as they are now; from here on their changes are announced to watching pages."""
    read_at = noticeboard.database_microseconds()
    shown = seat_map(sku, seats_of([sku]))
    _pin(seats_id(sku), shown.seating, read_at)
    return shown


def announce_seats_if_followed(sku: str, *, since: int) -> None:
    """Tells the pages that show the seats how they are now, if there are any.

    Changes that were heard of `since` (a monotonic clock) in one transaction are told together:
    whoever comes after the first of them has nothing new to say.
    """
    if _was_read_after(sku, since) or not noticeboard.is_followed(seats_id(sku)):
        return
    _note_read(sku)
    followed_seats(sku)


def now() -> int:
    return time.monotonic_ns()


def _pin(followed_id: UUID, seating: Seating, read_at: int) -> None:
    if seating.capacity:
        noticeboard.pin(followed_id=followed_id, shown=seating, read_at=read_at)


# A thread reads for itself after its own commit, so its own reads alone tell what it needs not do.
def _was_read_after(sku: str, since: int) -> bool:
    reads: dict[str, int] = vars(_latest_reads)
    return reads.get(sku, 0) > since


def _note_read(sku: str) -> None:
    reads: dict[str, int] = vars(_latest_reads)
    if len(reads) > _REMEMBERED:
        reads.clear()
    reads[sku] = now()
