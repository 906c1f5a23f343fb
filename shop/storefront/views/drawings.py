"""The shop's own drawings of products and departments."""

import hashlib
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from apps.catalog.queries import drawing_of

_HEADERS = {
    "Cache-Control": "public, max-age=86400, stale-while-revalidate=604800",
    # Somebody who opens a drawing by its address must not run what may be written in it.
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
}


@require_safe
def drawing(request: HttpRequest, owner_id: UUID) -> HttpResponse:
    """The drawing of a product or a category, as an SVG document."""
    svg = drawing_of(owner_id)
    if not svg:
        raise Http404
    etag = f'"{hashlib.sha256(svg.encode()).hexdigest()[:32]}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304, headers={"ETag": etag, **_HEADERS})
    headers = {"ETag": etag, **_HEADERS}
    return HttpResponse(svg, content_type="image/svg+xml; charset=utf-8", headers=headers)
