"""Following orders."""

import msgspec
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from apps.orders.services import stop_order
from shop.kernel.errors import DomainError
from shop.storefront.live_addresses import live_address
from shop.storefront.pages import page_number, page_of
from shop.storefront.tracking import (
    ORDERS_PER_PAGE,
    followed,
    order_or_404,
    orders_seen_by,
)
from shop.storefront.visitors import customers_of


@never_cache
@require_safe
def order(request: HttpRequest, number: str) -> HttpResponse:
    """One of the visitor's own orders; it goes on by itself while it is open."""
    found = order_or_404(customers_of(request), number)
    shown = {"order": found, "progress": followed(found), "live": live_address(found.id)}
    return render(request, "storefront/order.html", shown)


@never_cache
@require_safe
def state(request: HttpRequest, number: str) -> HttpResponse:
    """How the order stands, as JSON, for pages that cannot hear `live`."""
    progress = followed(order_or_404(customers_of(request), number))
    return HttpResponse(msgspec.json.encode(progress), content_type="application/json")


@require_POST
def cancel(request: HttpRequest, number: str) -> HttpResponse:
    """Stops the order, or says why it is too late."""
    found = order_or_404(customers_of(request), number)
    try:
        stop_order(order_id=found.id)
    except DomainError:
        messages.info(request, "It is too late to cancel: this is how the order stands now.")
    return redirect("storefront:order", number=number)


@never_cache
@require_safe
def my_orders(request: HttpRequest) -> HttpResponse:
    """The visitor's orders, newest first."""
    number = page_number(request)
    found = orders_seen_by(customers_of(request), page=number - 1)
    page = page_of(found, number=number, size=ORDERS_PER_PAGE)
    return render(request, "storefront/my_orders.html", {"page": page})
