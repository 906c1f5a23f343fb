"""What a promotion would have taken off what was bought."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from apps.orders.queries import MOST_ORDERS, Rehearsal, rehearsed
from shop.kernel.errors import NotFound

_USUAL = 30


class DaysForm(forms.Form):
    """Of how many days."""

    days = forms.IntegerField(min_value=1, max_value=366, initial=_USUAL)


def rehearsal_page(request: HttpRequest, promotion_id: int) -> HttpResponse:
    """Tries it on the orders of the last `?days=`; nothing is changed."""
    if not request.user.has_perm("orders.view_promotion"):
        raise PermissionDenied
    form = DaysForm(request.GET or None)
    found = _rehearsed(promotion_id, form)
    values = {
        "title": "What it would have taken off",
        "promotion_id": promotion_id,
        "form": form,
        "found": found,
        "most": MOST_ORDERS,
    }
    context = {**admin.site.each_context(request), **values}
    return TemplateResponse(request, "admin/operations/rehearsal.html", context)


def _rehearsed(promotion_id: int, form: DaysForm) -> Rehearsal | None:
    if form.is_bound and not form.is_valid():
        return None
    days = form.cleaned_data["days"] if form.is_bound else _USUAL
    try:
        return rehearsed(promotion_id, days=days)
    except NotFound as error:
        raise Http404(error.sentence) from error
