"""The page on which a trace is drawn."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from shop.kernel.errors import NotFound
from shop.operations.tracing.drawing import drawn
from shop.operations.tracing.gathering import Trace, traced


def trace_page(request: HttpRequest) -> HttpResponse:
    """What happened to whatever `?of=` names; without it, a field to name it."""
    if not request.user.has_perm("kernel.view_outboxevent"):
        raise PermissionDenied
    asked = request.GET.get("of", "").strip()
    trace = _trace(request, asked) if asked else None
    values = {"asked": asked, "title": "Trace", "trace": trace, "drawing": trace and drawn(trace)}
    context = {**admin.site.each_context(request), **values}
    return TemplateResponse(request, "admin/operations/trace.html", context)


def _trace(request: HttpRequest, asked: str) -> Trace | None:
    try:
        return traced(asked)
    except NotFound as unknown:
        messages.error(request, unknown.sentence)
        return None
