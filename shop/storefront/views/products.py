"""One product, in one of its variants."""

from typing import Any

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from apps.catalog.queries import (
    MovedTo,
    ShownProductPage,
    listing_by_handle,
    listing_with_sku,
    price_history,
)
from shop.kernel import clock
from shop.storefront.absolute import absolute
from shop.storefront.descriptions import in_words, made_safe
from shop.storefront.faces import face_of
from shop.storefront.forms import AddForm
from shop.storefront.live_addresses import seats_address
from shop.storefront.options import choice_called, facts_beside, first_choice, option_rows
from shop.storefront.pictures import pictures_of
from shop.storefront.seats import followed_seats
from shop.storefront.shared import of_product, shared_page
from shop.storefront.structured import breadcrumbs, product_address, product_data

_SUMMARY = 160
_LONGEST_SKU = 80
_MOST_PRICES = 50


@never_cache
@require_safe
def seats(request: HttpRequest) -> HttpResponse:
    """The seats of the kind of ticket `?sku=`, as JSON, for pages that cannot hear `live`."""
    shown = followed_seats(request.GET.get("sku", "")[:_LONGEST_SKU].replace("\0", ""))
    if not shown.seating.capacity:
        raise Http404
    return HttpResponse(msgspec.json.encode(shown.seating), content_type="application/json")


@require_safe
@shared_page(of_product)
def product(request: HttpRequest, handle: str) -> HttpResponse:
    """Everything about the product; `?sku=` chooses one of its variants."""
    page = listing_by_handle(handle)
    if page is None:
        raise Http404
    if isinstance(page, MovedTo):
        return redirect("storefront:product", handle=page.handle, permanent=True)
    return render(request, "storefront/product.html", _shown(request, page))


@require_safe
def prices(request: HttpRequest, sku: str) -> HttpResponse:
    """What one of the variants cost, and when: the latest prices."""
    page = listing_with_sku(sku)
    if page is None:
        raise Http404
    choice = choice_called(page.choices, sku) or first_choice(page.choices)
    currency = page.listing.price_from.currency
    shown = {
        "choice": choice,
        "periods": price_history(choice.sku, currency=currency, at_most=_MOST_PRICES),
        "address": face_of(choice, page.listing).page,
    }
    return render(request, "storefront/price_history.html", shown)


def _shown(request: HttpRequest, page: ShownProductPage) -> dict[str, Any]:
    choice = choice_called(page.choices, request.GET.get("sku", "")) or first_choice(page.choices)
    pictures = pictures_of(page)
    return {
        "page": page,
        "pictures": pictures,
        "picture": absolute(pictures[0].address),
        "canonical": product_address(page.listing),
        "choice": choice,
        "facts": facts_beside(page),
        "rows": option_rows(page, choice),
        "description": made_safe(page.description),
        "summary": in_words(page.description, at_most=_SUMMARY),
        "form": AddForm(initial={"sku": choice.sku}),
        "is_over": page.occasion is not None and page.occasion.is_over(clock.now()),
        "seats": followed_seats(choice.sku) if page.occasion else None,
        "live": seats_address(choice.sku),
        "structured": [product_data(page), breadcrumbs(page.listing)],
    }
