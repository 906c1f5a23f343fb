"""The order page, and the page that asks before something is done."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from shop.kernel.admin.clicks import done_per_click
from shop.kernel.errors import DomainError, NotAtOnce
from shop.operations.order_desk.deed import Doing
from shop.operations.order_desk.deeds import Offer, carry_out, offered, offers
from shop.operations.order_desk.gathering import OrderOnDesk, order_on_desk


def order_page(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """All of the order that the asker may see, and a button for each thing that may be done."""
    desk = _desk(request, order_id)
    possible = offers(desk, may=request.user.has_perm)
    return _page(
        request,
        "order.html",
        desk=desk,
        title=f"Order {desk.order.number}",
        of_order=[it for it in possible if it.subject == order_id],
        of_parts={key: [it for it in possible if it.subject == key] for key in _parts(possible)},
    )


def deed_page(request: HttpRequest, order_id: UUID, deed: str) -> HttpResponse:
    """Asks for a reason, then does it."""
    desk = _desk(request, order_id)
    subject = request.POST.get("subject") or request.GET.get("subject", "")
    try:
        offer = offered(desk, deed, subject, may=request.user.has_perm)
        form = offer.form(desk, request.POST or None)
        if request.method == "POST" and form.is_valid():
            _do_once(request, offer, desk, form.cleaned_data)
            messages.success(request, f"Done: {offer.deed.label}, {offer.subject_name}.")
            return redirect("admin:operations_order", order_id)
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
        return redirect("admin:operations_order", order_id)
    return _page(request, "deed.html", desk=desk, title=offer.deed.label, offer=offer, form=form)


def _do_once(
    request: HttpRequest, offer: Offer, desk: OrderOnDesk, said: Mapping[str, Any]
) -> None:
    """Carries it out, or asks for it, at the first click of the form."""

    def once(do: Doing) -> None:
        def act() -> str:
            carry_out(offer, desk, do=do, by=UUID(str(request.user.pk)), said=said)
            return ""

        done_per_click(request, f"{offer.deed.name} {offer.subject}", said, act)

    try:
        once(offer.deed.do)
    except NotAtOnce:
        if offer.deed.otherwise is None:
            raise
        once(offer.deed.otherwise)


def _desk(request: HttpRequest, order_id: UUID) -> OrderOnDesk:
    if not request.user.has_perm("orders.view_order"):
        raise PermissionDenied
    desk = order_on_desk(order_id, may=request.user.has_perm)
    if desk is None:
        raise Http404("There is no such order.")
    return desk


def _parts(possible: list[Offer]) -> list[UUID]:
    return [offer.subject for offer in possible]


def _page(request: HttpRequest, template: str, **values: Any) -> HttpResponse:
    context = {**admin.site.each_context(request), **values}
    return TemplateResponse(request, f"admin/operations/{template}", context)
