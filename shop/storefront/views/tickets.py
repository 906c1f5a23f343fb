"""The tickets of an order, to print or to show at the door."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from shop.storefront.tickets import printed_tickets
from shop.storefront.tracking import order_or_404
from shop.storefront.visitors import customers_for_order


@never_cache
@require_safe
def tickets(request: HttpRequest, number: str) -> HttpResponse:
    """Every ticket of one of the visitor's own orders, as soon as it is paid."""
    order = order_or_404(customers_for_order(request, number), number)
    if not order.has_tickets:
        raise Http404
    shown = {"order": order, "tickets": printed_tickets(order)}
    return render(request, "storefront/tickets.html", shown)
