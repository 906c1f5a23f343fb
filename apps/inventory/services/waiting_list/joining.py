"""The line of those who want what is sold out: joined, and left."""

from collections.abc import Iterable
from uuid import UUID

from apps.inventory.models import EntryState, WaitingListEntry
from apps.inventory.queries import availability_of, open_entry, wait_offers
from apps.inventory.rules import checked_title
from apps.inventory.services.locking import lock_stock
from apps.inventory.services.releasing import release_offer
from shop.events.inventory import WaitingListJoined, WaitingListLeft
from shop.kernel.bus import publish
from shop.kernel.errors import DomainError, NotFound
from shop.kernel.outbox.unit_of_work import unit_of_work


@unit_of_work
def join_waiting_list(*, sku: str, customer_id: UUID, title: str = "") -> WaitingListEntry:
    """The customer's place in the line for one unit; the one they have, if they stand in it.

    Raises NotFound for a SKU that is not stocked, DomainError while it can be ordered, InvalidInput
    for a title that nobody can read.
    """
    title = checked_title(title)
    available = availability_of([sku]).get(sku)
    if available is None:
        raise NotFound("There is no such SKU in stock: nobody waits for it.")
    if (entry := open_entry(sku=sku, customer_id=customer_id)) is not None:
        return entry
    if available > 0 or sku in wait_offers([sku]):
        raise DomainError("There is no need to stand in line for it: it can be ordered now.")
    return _put_in_line(sku, customer_id, title)


@unit_of_work
def leave_waiting_list(*, sku: str, customer_id: UUID) -> None:
    """The customer does not wait any longer; what is held for them goes to the next in line.

    Raises NotFound if they do not stand in this line.
    """
    _place_of(customer_id, sku)
    # Nobody is offered a unit behind these locks: the place in the line stays as it is.
    lock_stock([sku])
    entry = _place_of(customer_id, sku)
    if entry.is_offered:
        release_offer(entry_id=entry.entry_id)
    else:
        _leave(entry.pk)


@unit_of_work
def leave_all_waiting_lists(*, customer_ids: Iterable[UUID]) -> None:
    """Somebody who is forgotten waits for nothing any more."""
    entries = WaitingListEntry.objects.filter(customer_id__in=list(customer_ids))
    waiting = entries.filter(state__in=[EntryState.WAITING, EntryState.OFFERED])
    for sku, customer_id in list(waiting.order_by("sku").values_list("sku", "customer_id")):
        leave_waiting_list(sku=sku, customer_id=customer_id)


def _place_of(customer_id: UUID, sku: str) -> WaitingListEntry:
    entry = open_entry(sku=sku, customer_id=customer_id)
    if entry is None:
        raise NotFound("You do not wait for this.")
    return entry


def _put_in_line(sku: str, customer_id: UUID, title: str) -> WaitingListEntry:
    entry = WaitingListEntry(sku=sku, customer_id=customer_id, title=title)
    WaitingListEntry.objects.bulk_create([entry], ignore_conflicts=True)
    mine = WaitingListEntry.objects.select_for_update().get(
        sku=sku, customer_id=customer_id, state__in=[EntryState.WAITING, EntryState.OFFERED]
    )
    if mine.entry_id == entry.entry_id:
        publish(WaitingListJoined(entry_id=entry.entry_id, customer_id=customer_id, sku=sku))
    return mine


def _leave(entry_key: int) -> None:
    entry = WaitingListEntry.objects.select_for_update().get(pk=entry_key)
    entry.leave()
    entry.save(update_fields=["state"])
    publish(WaitingListLeft(entry_id=entry.entry_id, customer_id=entry.customer_id, sku=entry.sku))
