"""Looking around."""

import hashlib
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from apps.catalog.queries import MovedTo, drawing_of, shelf_by_handle
from shop.storefront.descriptions import passages
from shop.storefront.forms import AddForm
from shop.storefront.goods import Goods, goods_called, newest_goods, search_goods, shelf_of
from shop.storefront.options import first_choice, option_rows
from shop.storefront.pages import PageOf, page_number
from shop.storefront.searches import search_of
from shop.storefront.shared import of_lists, of_product, shared_page

NEWEST = 12
_DRAWING_HEADERS = {
    "Cache-Control": "public, max-age=86400, stale-while-revalidate=604800",
    # Somebody who opens a drawing by its address must not run what may be written in it.
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
}


@require_safe
@shared_page(of_lists)
def home(request: HttpRequest) -> HttpResponse:
    """All shelves, and what is new."""
    return render(request, "storefront/home.html", {"newest": newest_goods(at_most=NEWEST)})


@require_safe
@shared_page(of_lists)
def category(request: HttpRequest, handle: str) -> HttpResponse:
    """One shelf with all below it, page by page, narrowed down by what the address asks for."""
    category = shelf_by_handle(handle)
    if category is None:
        raise Http404
    if isinstance(category, MovedTo):
        return redirect("storefront:category", handle=category.handle, permanent=True)
    goods = search_goods(search_of(request, category=handle))
    number = page_number(request)
    more = number + 1 if goods.found.next else None
    shown = {
        "shelf": shelf_of(category),
        "page": PageOf(items=goods.cards, number=number, next=more),
        "found": goods.found,
    }
    return render(request, "storefront/category.html", shown)


@require_safe
@shared_page(of_product)
def product(request: HttpRequest, handle: str) -> HttpResponse:
    """One product, with `?sku=` in one of its variants."""
    goods = goods_called(handle)
    if goods is None:
        raise Http404
    if isinstance(goods, MovedTo):
        return redirect("storefront:product", handle=goods.handle, permanent=True)
    return render(request, "storefront/product.html", _shown(request, goods))


@require_safe
def drawing(request: HttpRequest, owner_id: UUID) -> HttpResponse:
    """The drawing of a product or a category, as an SVG document."""
    svg = drawing_of(owner_id)
    if not svg:
        raise Http404
    etag = f'"{hashlib.sha256(svg.encode()).hexdigest()[:32]}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304, headers={"ETag": etag, **_DRAWING_HEADERS})
    headers = {"ETag": etag, **_DRAWING_HEADERS}
    return HttpResponse(svg, content_type="image/svg+xml; charset=utf-8", headers=headers)


def _shown(request: HttpRequest, goods: Goods) -> dict[str, object]:
    choice = goods.choice(request.GET.get("sku", "")) or first_choice(goods)
    return {
        "goods": goods,
        "choice": choice,
        "rows": option_rows(goods, choice),
        "passages": passages(goods.page.description),
        "form": AddForm(initial={"sku": choice.sku}),
    }
