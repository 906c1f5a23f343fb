"""Prices that were planned to begin or end: nobody is shown an older one.

No event tells of the moment, so whoever would show a listing beyond its `prices_until` lists it
anew first. That is the consumer's own statement, behind the consumer's own lock: the listing stays
what it is, a projection that anybody can work out again.
"""

from collections.abc import Callable, Collection
from typing import TypeVar
from uuid import UUID

from apps.catalog.queries.listings.cards import Row
from apps.catalog.rules.listings.editions import SHELVES, product_tag
from apps.catalog.sql import showing
from apps.catalog.sql.listings import become_the_writer, relist
from shop.kernel import clock
from shop.kernel.cache import outdate
from shop.kernel.outbox.unit_of_work import unit_of_work

R = TypeVar("R", bound=Row)

TURNED_AT_ONCE = 50
"""So many listings at most one visitor turns whom their prices do not concern."""


def at_prices_of_now(read: Callable[[], list[R]]) -> list[R]:
    """The rows that `read` gives, at prices that count now."""
    rows = read()
    while due := [row.product_id for row in rows if row.is_due()]:
        turn_listings(due)
        rows = read()
    return rows


def edition_of(handle: str) -> str | None:
    """Another text whenever anything that is shown of the product is different."""
    edition = showing.edition_of(handle, at=clock.now())
    if edition and edition.due:
        turn_listings(edition.due)
        return edition_of(handle)
    return edition.text if edition else None


def edition_of_lists() -> str:
    """Another text whenever anything that lists show is different.

    While many prices turn at once it turns some of them each time, so it differs until all have.
    """
    edition = showing.edition_of_lists(at=clock.now(), due_at_most=TURNED_AT_ONCE)
    if edition.due:
        turn_listings(edition.due)
        edition = showing.edition_of_lists(at=clock.now(), due_at_most=0)
    return edition.text


@unit_of_work
def turn_listings(product_ids: Collection[UUID]) -> None:
    """Lists those of these products whose prices are over at the prices that count now.

    Of the many visitors who come at that moment, one does it for all who wait for the lock.
    """
    become_the_writer()
    due = showing.still_due(product_ids, at=clock.now())
    turned = relist(due) if due else []
    outdate([SHELVES, *(product_tag(each.handle) for each in turned)] if turned else [])
