"""How the firms outside stand, for whoever's work waits for one of them."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from shop.kernel.outside import standings

WAITING_FOR_FIRMS = (
    "payments.view_paymentattempt",
    "shipping.view_shipment",
    "suppliers.view_purchaseorder",
    "notifications.view_message",
)


def firms_page(request: HttpRequest) -> HttpResponse:
    """Every firm that was asked within a week; nothing is done here, a firm heals by itself."""
    if not any(request.user.has_perm(one) for one in WAITING_FOR_FIRMS):
        raise PermissionDenied
    context = {**admin.site.each_context(request), "title": "Firms", "firms": standings()}
    return TemplateResponse(request, "admin/operations/firms.html", context)
