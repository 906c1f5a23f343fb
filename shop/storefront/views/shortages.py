"""Somebody was faster: what is there of what was wanted, and taking that."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from apps.orders.queries import ShownLine, ShownOrder
from shop.storefront.carts import change_quantity
from shop.storefront.tracking import order_or_404
from shop.storefront.visitors import customer_of, customers_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def shortage(request: HttpRequest, number: str) -> HttpResponse:
    """Names what is missing for an order; takes what is there instead, back to the checkout."""
    order = order_or_404(customers_of(request), number)
    if order.state != "rejected":
        return redirect("storefront:order", number=number)
    if request.method == "POST":
        _take_what_is_there(customer_of(request), order)
        return redirect("storefront:checkout")
    shown = {"order": order, "is_all_gone": not any(_units(line) for line in order.lines)}
    return render(request, "storefront/shortage.html", shown)


def _take_what_is_there(customer_id: UUID, order: ShownOrder) -> None:
    for line in order.lines:
        change_quantity(
            customer_id,
            sku=line.sku,
            quantity=_units(line),
            seats=tuple(seat for seat in line.seats if seat not in line.gone_seats),
            # Once per order: whoever comes back to this page later does not undo what he did since.
            key=f"shortage {order.number} {line.sku}",
        )


def _units(line: ShownLine) -> int:
    return line.quantity if line.available is None else min(line.available, line.quantity)
