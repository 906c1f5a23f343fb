"""Looking around."""

import hashlib
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.catalog.queries import drawing_of, listed_products
from shop.storefront.descriptions import passages
from shop.storefront.forms import AddForm
from shop.storefront.goods import Choice, Goods, find_goods, shelves
from shop.storefront.options import first_choice, option_rows
from shop.storefront.pages import page_number, page_of

NEWEST = 12
GOODS_PER_PAGE = 24
_DRAWING_HEADERS = {
    "Cache-Control": "public, max-age=86400, stale-while-revalidate=604800",
    # Somebody who opens a drawing by its address must not run what may be written in it.
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
}


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """All shelves, and what is new."""
    return render(request, "storefront/home.html", {"newest": find_goods(at_most=NEWEST)})


@require_safe
def category(request: HttpRequest, handle: str) -> HttpResponse:
    """One shelf, page by page."""
    shelf = next((shelf for shelf in shelves() if shelf.category.handle == handle), None)
    if shelf is None:
        raise Http404
    number = page_number(request)
    first = (number - 1) * GOODS_PER_PAGE
    found = find_goods(shelf=handle, first=first, at_most=GOODS_PER_PAGE + 1)
    page = page_of(found, number=number, size=GOODS_PER_PAGE)
    return render(request, "storefront/category.html", {"shelf": shelf, "page": page})


@require_safe
def product(request: HttpRequest, handle: str) -> HttpResponse:
    """One product, with `?sku=` in one of its variants."""
    goods = next(iter(find_goods(handle=handle)), None)
    if goods is None:
        raise Http404
    choice = goods.choice(request.GET.get("sku", "")) or first_choice(goods)
    return show_product(request, goods, choice, AddForm(initial={"sku": choice.variant.sku}))


def show_product(request: HttpRequest, goods: Goods, choice: Choice, form: AddForm) -> HttpResponse:
    """The product's page with the form as it was filled in."""
    texts = listed_products().filter(handle=goods.product.handle)
    description = texts.values_list("description", flat=True).first() or ""
    shown = {
        "goods": goods,
        "choice": choice,
        "rows": option_rows(goods, choice),
        "passages": passages(description),
        "form": form,
    }
    return render(request, "storefront/product.html", shown, status=422 if form.errors else 200)


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
