"""What a visitor asks a list for, in the address of its page.

`q` are words, `page` and `sort`, `from` and `to` are prices, `available=yes` leaves out what is
sold out, and `f.<facet>`, once or more, is what was chosen of a facet.
"""

from decimal import Decimal, InvalidOperation

from django.http import HttpRequest, QueryDict

from apps.catalog.queries import ListingSearch, Sort
from shop.storefront.pages import page_number

FACET = "f."


def search_of(
    request: HttpRequest, *, category: str = "", collection: str = "", size: int = 24
) -> ListingSearch:
    """What the address asks for; what makes no sense in it is not asked for."""
    return ListingSearch(
        text=request.GET.get("q", ""),
        category=category,
        collection=collection,
        chosen=chosen_in(request.GET),
        price_from=_amount(request.GET.get("from", "")),
        price_to=_amount(request.GET.get("to", "")),
        only_available=request.GET.get("available") == "yes",
        sort=_sort(request.GET.get("sort", "")),
        page=page_number(request),
        size=size,
    )


def chosen_in(asked: QueryDict) -> dict[str, frozenset[str]]:
    """What was chosen, by facet."""
    return {
        name.removeprefix(FACET): frozenset(filter(None, values))
        for name, values in asked.lists()
        if name.startswith(FACET)
    }


def _sort(text: str) -> Sort:
    return Sort(text) if text in set(Sort) else Sort.RELEVANCE


def _amount(text: str) -> Decimal | None:
    try:
        return Decimal(text[:20]) if text else None
    except InvalidOperation:
        return None
