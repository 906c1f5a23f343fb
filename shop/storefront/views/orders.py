"""Following orders."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from uuid import UUID

import msgspec
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from apps.orders.queries import (
    ShownOrder,
    explained_total,
    named_documents_of,
    pdf_of_buyer,
    returnable_lines,
    timeline_of,
)
from apps.orders.services import ask_for_return, cancel_items_or_ask, stop_order
from shop.kernel.errors import DomainError, NotFound
from shop.storefront.cancelling import WORDS as CANCEL_WORDS
from shop.storefront.cancelling import cancellable_lines, latest_wish, wished_cancellation
from shop.storefront.live_addresses import live_address
from shop.storefront.pages import page_number, page_of
from shop.storefront.pressing import press_once
from shop.storefront.returns import WORDS, wished_return
from shop.storefront.tracking import (
    ORDERS_PER_PAGE,
    followed,
    order_or_404,
    orders_seen_by,
)
from shop.storefront.views.finding import is_shown
from shop.storefront.visitors import customers_for_order, customers_of

Once = Callable[[Callable[[], object]], object]


@never_cache
@require_safe
def order(request: HttpRequest, number: str) -> HttpResponse:
    """One of the visitor's own orders; it goes on by itself while it is open."""
    if "token" in request.GET:
        return _open_by_link(request, number)
    found = order_or_404(customers_for_order(request, number), number)
    shown = {
        "order": found,
        "progress": followed(found),
        "live": live_address(found.id),
        "facts": reversed(timeline_of(found.id)),
        "cancellable": cancellable_lines(found),
        "cancel_reasons": CANCEL_WORDS,
        "wish": latest_wish(found),
        "returnable": returnable_lines(found),
        "return_reasons": WORDS,
        "documents": named_documents_of(found.id),
    }
    return render(request, "storefront/order.html", shown)


@never_cache
@require_safe
def document(request: HttpRequest, number: str, document_id: UUID) -> HttpResponse:
    """An invoice or a credit note of one of the visitor's own orders, to print."""
    found = order_or_404(customers_for_order(request, number), number)
    try:
        pdf = pdf_of_buyer(
            customer_id=found.customer_id, order_id=found.id, document_id=document_id
        )
    except NotFound as error:
        raise Http404 from error
    return HttpResponse(pdf, content_type="application/pdf")


def _open_by_link(request: HttpRequest, number: str) -> HttpResponse:
    """The link of a mail: its token is remembered, and leaves the address at once."""
    if not is_shown(request, number=number, token=request.GET["token"]):
        raise Http404
    response = redirect("storefront:order", number=number)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@never_cache
@require_safe
def state(request: HttpRequest, number: str) -> HttpResponse:
    """How the order stands, as JSON, for pages that cannot hear `live`."""
    progress = followed(order_or_404(customers_for_order(request, number), number))
    return HttpResponse(msgspec.json.encode(progress), content_type="application/json")


@never_cache
@require_safe
def price(request: HttpRequest, number: str) -> HttpResponse:
    """Which rule made each cent of the total."""
    found = order_or_404(customers_for_order(request, number), number)
    shown = {"order": found, "price": explained_total(found.id)}
    return render(request, "storefront/order_price.html", shown)


@require_POST
def cancel(request: HttpRequest, number: str) -> HttpResponse:
    """Stops the order, or says why it is too late."""
    found = order_or_404(customers_for_order(request, number), number)
    try:
        press_once(request, found, "cancel", partial(stop_order, order_id=found.id))
    except DomainError:
        messages.info(request, "It is too late to cancel: this is how the order stands now.")
    return redirect("storefront:order", number=number)


@require_POST
def leave_out(request: HttpRequest, number: str) -> HttpResponse:
    """The buyer wants less, or is told why that cannot be."""
    return _wish(request, number, "leave out", wished_cancellation, cancel_items_or_ask)


@require_POST
def send_back(request: HttpRequest, number: str) -> HttpResponse:
    """The buyer will send units back, or is told why that cannot be."""
    return _wish(request, number, "return", wished_return, _ask_for_return)


def _ask_for_return(once: Once, **wish: Any) -> None:
    once(partial(ask_for_return, **wish))


def _wish(
    request: HttpRequest,
    number: str,
    button: str,
    read: Callable[[Mapping[str, str], ShownOrder], tuple[dict[UUID, int], Any]],
    act: Callable[..., object],
) -> HttpResponse:
    """Something about so many units of some lines, which the form says and `act` does `once`."""
    found = order_or_404(customers_for_order(request, number), number)
    try:
        units, reason = read(request.POST.dict(), found)
        once = partial(press_once, request, found, button, wish=[units, reason])
        act(once, order_id=found.id, units=units, reason=reason)
    except DomainError as refusal:
        messages.info(request, refusal.sentence)
    return redirect("storefront:order", number=number)


@never_cache
@require_safe
def my_orders(request: HttpRequest) -> HttpResponse:
    """The visitor's orders, newest first."""
    number = page_number(request)
    found = orders_seen_by(customers_of(request), page=number - 1)
    page = page_of(found, number=number, size=ORDERS_PER_PAGE)
    return render(request, "storefront/my_orders.html", {"page": page})
