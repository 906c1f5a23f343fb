"""The page that tells why the stock of a SKU is as it is, or was."""

from datetime import UTC, datetime

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from shop.kernel.errors import InvalidInput, NotFound
from shop.operations.explaining.chapters import Explanation
from shop.operations.explaining.stock import explain_stock


def stock_page(request: HttpRequest) -> HttpResponse:
    """What `explain stock` tells of `?sku=`, also of the moment `?at=`, in UTC, if there is one."""
    if not request.user.has_perm("inventory.view_stock"):
        raise PermissionDenied
    sku, at = request.GET.get("sku", "").strip(), request.GET.get("at", "").strip()
    explained = _explained(request, sku, at) if sku else None
    values = {"title": "Why this stock", "sku": sku, "at": at, "explained": explained}
    context = {**admin.site.each_context(request), **values}
    return TemplateResponse(request, "admin/operations/explained.html", context)


def _explained(request: HttpRequest, sku: str, at: str) -> Explanation | None:
    try:
        return explain_stock(sku, at=_moment(at) if at else None)
    except (InvalidInput, NotFound) as refusal:
        messages.error(request, refusal.sentence)
        return None


def _moment(words: str) -> datetime:
    try:
        moment = datetime.fromisoformat(words)
    except ValueError as error:
        raise InvalidInput(f"{words[:40]} is no moment like 2026-11-28T10:00.") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
