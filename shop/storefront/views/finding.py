"""The way to an order for whoever has its number, and the code from the mail."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from apps.orders.queries import order_by_number
from shop.storefront.forms import FindForm
from shop.storefront.visitors import remember_link

_LONGEST_TOKEN = 200
_UNKNOWN = "There is no order with this number and this code. Both stand in the mail that we sent."


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Asks for number and code, and leads to the order."""
    form = FindForm(request.POST or None)
    if form.is_valid():
        number = form.cleaned_data["number"].upper()
        if is_shown(request, number=number, token=form.cleaned_data["code"]):
            return redirect("storefront:order", number=number)
        form.add_error(None, _UNKNOWN)
    status = 422 if form.errors else 200
    return render(request, "storefront/find_order.html", {"form": form}, status=status)


def is_shown(request: HttpRequest, *, number: str, token: str) -> bool:
    """Whether this token opens the order; from then on the session opens it too."""
    is_plausible = token.isprintable() and 0 < len(token) <= _LONGEST_TOKEN
    order = order_by_number(number, token) if is_plausible else None
    if order is not None:
        remember_link(request, number=order.number, customer_id=order.customer_id)
    return order is not None
