"""The line for what is sold out: to join it, to see where one stands, to leave it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from apps.inventory.queries import place_in_line
from apps.inventory.services import join_waiting_list, leave_waiting_list
from shop.kernel.errors import DomainError
from shop.storefront.faces import faces_of
from shop.storefront.members import member_of, members_only
from shop.storefront.views.carts import show_gone


@never_cache
@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def waiting_list(request: HttpRequest, sku: str) -> HttpResponse:
    """Where the member stands; `step` is join or leave."""
    face = faces_of([sku]).get(sku)
    if face is None:
        return show_gone(request)
    customer_id = member_of(request)
    if request.method == "POST":
        if request.POST.get("step") == "leave":
            _try(request, lambda: leave_waiting_list(sku=sku, customer_id=customer_id))
        else:
            _try(
                request,
                lambda: join_waiting_list(sku=sku, customer_id=customer_id, title=face.title),
            )
        return redirect("storefront:waiting_list", sku=sku)
    shown = {
        "sku": sku,
        "face": face,
        "place": place_in_line(sku=sku, customer_id=customer_id),
    }
    return render(request, "storefront/waiting_list.html", shown)


def _try(request: HttpRequest, step: Callable[[], object]) -> None:
    try:
        step()
    except DomainError as refusal:
        messages.warning(request, refusal.sentence)
