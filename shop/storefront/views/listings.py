"""Looking around: the front page, shelves, collections, and what a search has found."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from apps.catalog.queries import (
    ListingSearch,
    MovedTo,
    ShownShelf,
    Sort,
    collection_by_handle,
    collections_for_sale,
    edition_of_lists,
    list_listings,
    shelf_by_handle,
    suggestions,
)
from shop.storefront.absolute import absolute
from shop.storefront.asking import LONGEST_TEXT, TEXT, Asked, asked_by
from shop.storefront.listing import ListPage, list_page
from shop.storefront.nothing import nothing_on
from shop.storefront.shared import of_lists, shared_page

NEWEST = 12
_FIND = {"category": shelf_by_handle, "collection": collection_by_handle}


@require_safe
@shared_page(of_lists)
def home(request: HttpRequest) -> HttpResponse:
    """All departments, and what is new."""
    edition = edition_of_lists()
    newest = list_listings(ListingSearch(sort=Sort.NEWEST, size=NEWEST))
    shown = {
        "edition": edition,
        "newest": newest.items,
        "collections": collections_for_sale(edition),
    }
    return render(request, "storefront/home.html", shown)


@require_safe
@shared_page(of_lists)
def category(request: HttpRequest, handle: str) -> HttpResponse:
    """One department with all below it, page by page."""
    return _shelf(request, "category", handle)


@require_safe
@shared_page(of_lists)
def collection(request: HttpRequest, handle: str) -> HttpResponse:
    """Products that somebody has put together, page by page."""
    return _shelf(request, "collection", handle)


@require_safe
@shared_page(of_lists)
def search(request: HttpRequest) -> HttpResponse:
    """What is found for some words; without words, everything."""
    page = list_page(asked_by(request.GET))
    shown = {"page": page, "searched": page.asked.words, "nothing": nothing_on(page)}
    return render(request, "storefront/search.html", shown)


@require_safe
@shared_page(of_lists)
def suggest(request: HttpRequest) -> HttpResponse:
    """How what somebody is typing may go on, as a part of the search box."""
    text = request.GET.get(TEXT, "").strip()[:LONGEST_TEXT]
    found = suggestions(text) if text.isprintable() and text else ()
    return render(request, "storefront/parts/suggestions.html", {"suggestions": found})


def _shelf(request: HttpRequest, kind: str, handle: str) -> HttpResponse:
    find: Callable[[str, str], ShownShelf | MovedTo | None] = _FIND[kind]
    edition = edition_of_lists()
    shelf = find(handle, edition)
    if shelf is None:
        raise Http404
    if isinstance(shelf, MovedTo):
        return redirect(f"storefront:{kind}", handle=shelf.handle, permanent=True)
    page = list_page(asked_by(request.GET), **{kind: shelf.handle})
    shown = {
        "edition": edition,
        "shelf": shelf,
        "page": page,
        "nothing": nothing_on(page),
        "here": _root(shelf),
        "canonical": _address(request, page),
    }
    return render(request, "storefront/shelf.html", shown)


def _root(shelf: ShownShelf) -> str:
    """The handle of the department in the menu to which it belongs."""
    return shelf.path[0].handle if shelf.path else ""


def _address(request: HttpRequest, page: ListPage) -> str:
    """The one address of this page of the shelf, however it was narrowed down."""
    query = Asked(()).on_page(page.asked.page)
    return absolute(request.path) + (query if page.asked.page > 1 else "")
