"""What programs that read the whole shop are told: what there is, and what is none of theirs."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from apps.catalog.queries import category_tree, products_for_sale
from shop.storefront.absolute import absolute
from shop.storefront.links import category_address, product_address

PRODUCTS_PER_MAP = 5000
_XML = "application/xml; charset=utf-8"
_ROBOTS = """User-agent: *
Disallow: /cart
Disallow: /checkout
Disallow: /orders
Disallow: /account
Disallow: /search
Disallow: /api/
Disallow: /admin/

Sitemap: {}
"""


@require_safe
@cache_control(public=True, max_age=86400)
def robots(request: HttpRequest) -> HttpResponse:
    """Leaves alone what belongs to visitors, and what has no end."""
    text = _ROBOTS.format(absolute(reverse("storefront:sitemap")))
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=3600)
def sitemap(request: HttpRequest) -> HttpResponse:
    """Leads to the maps of all departments and products."""
    maps = -(-products_for_sale().count() // PRODUCTS_PER_MAP)
    paths = [reverse("storefront:sitemap_departments")]
    paths += [reverse("storefront:sitemap_products", args=[n]) for n in range(1, maps + 1)]
    return _map(request, "sitemaps.xml", paths)


@require_safe
@cache_control(public=True, max_age=3600)
def departments(request: HttpRequest) -> HttpResponse:
    """The front page, the departments and their parts."""
    shelves = [shelf for root in category_tree() for shelf in (root, *root.children)]
    paths = [category_address(shelf.handle) for shelf in shelves]
    return _map(request, "sitemap.xml", [reverse("storefront:home"), *paths])


@require_safe
@cache_control(public=True, max_age=3600)
def products(request: HttpRequest, number: int) -> HttpResponse:
    """Some thousand products."""
    last = number * PRODUCTS_PER_MAP
    handles = products_for_sale().order_by("id").values_list("handle", flat=True)
    paths = [product_address(each) for each in handles[last - PRODUCTS_PER_MAP : last]]
    if not paths:
        raise Http404
    return _map(request, "sitemap.xml", paths)


def _map(request: HttpRequest, template: str, paths: list[str]) -> HttpResponse:
    shown = {"addresses": [absolute(path) for path in paths]}
    return render(request, f"storefront/{template}", shown, content_type=_XML)
