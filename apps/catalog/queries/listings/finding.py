"""Lists of what is for sale: searched and counted, or just page by page."""

from dataclasses import dataclass, replace

import msgspec

from apps.catalog.queries.listings.asking import asked_by, page_of
from apps.catalog.queries.listings.cards import Row, rows_in
from apps.catalog.queries.listings.places import after_row, number_of, page_at, row_before
from apps.catalog.queries.listings.turning import at_prices_of_now
from apps.catalog.rules.listings import FoundListings, ListingSearch, ShownListing
from apps.catalog.rules.listings.facets import facets_of
from apps.catalog.sql.searching import Answered, Asked, search
from apps.catalog.sql.showing import list_page


@dataclass(frozen=True, kw_only=True)
class ListedPage:
    """Some listings in order; `next` asks for those after them, empty on the last page."""

    items: tuple[ShownListing, ...]
    next: str


def find_listings(wanted: ListingSearch) -> FoundListings:
    """A page of what was found, how much that is in all, and how it can be narrowed down.

    Misspelt words are read as the nearest ones that the shop knows. If nothing has all the words,
    what has some of them is found; chosen filters that leave nothing over are no reason for that.
    Raises InvalidInput for a cursor that this list did not give.
    """
    asked = asked_by(wanted)
    if wanted.after:
        wanted = replace(wanted, page=number_of(wanted.after, order=asked.order))
        asked = asked_by(wanted)
    answered: list[Answered] = []

    def look() -> list[Row]:
        answered[:] = [_searched(asked)]
        return rows_in(answered[0].cards)

    rows = at_prices_of_now(look)
    return _found(wanted, asked, answered[0], rows)


def list_listings(wanted: ListingSearch) -> ListedPage:
    """The page after the cursor `wanted.after`, counting nothing; its `text` is not looked at.

    Raises InvalidInput for a cursor that this list did not give.
    """
    asked = asked_by(replace(wanted, text=""))
    size, asked.limit = asked.limit, asked.limit + 1
    beyond = row_before(wanted.after, order=asked.order)
    rows = at_prices_of_now(lambda: rows_in(list_page(asked, beyond=beyond)))
    found = tuple(row.shown() for row in rows)
    more = len(found) > size
    return ListedPage(
        items=found[:size], next=after_row(found[size - 1], order=asked.order) if more else ""
    )


def _searched(asked: Asked) -> Answered:
    answered = search(asked)
    if not answered.worded and len(asked.words) > 1:
        return search(asked, joined_by="|")
    return answered


def _found(
    wanted: ListingSearch, asked: Asked, answered: Answered, rows: list[Row]
) -> FoundListings:
    page = page_of(wanted)
    more = answered.total > asked.offset + asked.limit
    counted = msgspec.json.decode(answered.facets or "[]", type=list[tuple[str, int]])
    labels = dict(msgspec.json.decode(answered.labels or "[]", type=list[tuple[str, str]]))
    return FoundListings(
        items=tuple(row.shown() for row in rows),
        total=answered.total,
        facets=facets_of(counted, labels=labels, chosen=asked.chosen),
        next=page_at(page + 1, order=asked.order) if more else "",
        corrected=answered.corrected or "",
    )
