"""The way to an order for whoever has its number, and the code from the mail or the mailbox."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from apps.orders.queries import order_by_number
from apps.orders.services import ask_for_link
from shop.kernel.api.callers import caller_address
from shop.kernel.limits import LimitReached
from shop.storefront.forms import FindForm, LostLinkForm
from shop.storefront.refusals import explain
from shop.storefront.visitors import remember_link

_LONGEST_TOKEN = 200
_UNKNOWN = "There is no order with this number and this code. Both stand in the mail that we sent."
_ON_ITS_WAY = (
    "If there is an order with this number and this mail address, its link is on the way to you."
    " Look into your mailbox in a minute."
)


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


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def lost_link(request: HttpRequest) -> HttpResponse:
    """Asks for the mail once more; the answer never tells whether there is such an order."""
    form = LostLinkForm(request.POST or None)
    if form.is_valid():
        try:
            ask_for_link(**form.cleaned_data, address=caller_address(request))
        except LimitReached as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _ON_ITS_WAY)
            return redirect("storefront:find_order")
    status = 422 if form.errors else 200
    return render(request, "storefront/lost_link.html", {"form": form}, status=status)


def is_shown(request: HttpRequest, *, number: str, token: str) -> bool:
    """Whether this token opens the order; from then on the session opens it too."""
    is_plausible = token.isprintable() and 0 < len(token) <= _LONGEST_TOKEN
    order = order_by_number(number, token) if is_plausible else None
    if order is not None:
        remember_link(request, number=order.number, customer_id=order.customer_id)
    return order is not None
