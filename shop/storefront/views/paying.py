"""Off to the gateway's card page, and back."""

import re

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from apps.orders.queries import ShownOrder
from shop.kernel.errors import DomainError
from shop.kernel.idempotency import TwinAtWork
from shop.storefront.paying import card_page, pay_once
from shop.storefront.tracking import followed, order_or_404
from shop.storefront.visitors import customers_of

_TOKEN = re.compile(r"[\x21-\x7e]{1,200}")


@never_cache
@require_safe
def pay(request: HttpRequest, number: str) -> HttpResponse:
    """What is to be paid, until when, and the way to the card page."""
    order = order_or_404(customers_of(request), number)
    if not followed(order).can_pay:
        return redirect("storefront:order", number=number)
    back = reverse("storefront:card_returned", kwargs={"number": number})
    address = card_page(order, return_url=request.build_absolute_uri(back))
    return render(request, "storefront/pay.html", {"order": order, "card_page": address})


@never_cache
@require_safe
def card_returned(request: HttpRequest, number: str) -> HttpResponse:
    """Back from the card page with a token: the payment is asked for, once per token."""
    order = order_or_404(customers_of(request), number)
    token = request.GET.get("token", "")
    if _TOKEN.fullmatch(token) and order.state == "pending_payment":
        _pay(request, order, token)
    return redirect("storefront:order", number=number)


def _pay(request: HttpRequest, order: ShownOrder, token: str) -> None:
    try:
        pay_once(order, token=token)
    except TwinAtWork:
        # The page was reloaded while it was loading: the first one does it.
        return
    except DomainError as refusal:
        messages.warning(request, refusal.sentence)
