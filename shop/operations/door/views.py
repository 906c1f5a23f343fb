"""The page at the door, for whoever may let people in."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from shop.operations.door.forms import CodeForm
from shop.operations.door.verdicts import verdict_on


def door_page(request: HttpRequest) -> HttpResponse:
    """Asks for a code, and says whether its holder may go in. The next one can be scanned at once.

    There is no redirect: a page that is sent again only says that the ticket was used.
    """
    if not request.user.has_perm("inventory.admit_ticket"):
        raise PermissionDenied
    form = CodeForm(request.POST or None)
    verdict = verdict_on(form.cleaned_data["code"]) if form.is_valid() else None
    values = {
        "title": "At the door",
        "form": form if form.errors else CodeForm(),
        "verdict": verdict,
    }
    context = {**admin.site.each_context(request), **values}
    return TemplateResponse(request, "admin/operations/door.html", context)
