from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.views.decorators.http import require_safe

from apps.catalog.queries import kept_file

_KINDS = {"webp": "image/webp", "jpg": "image/jpeg", "png": "image/png"}


@require_safe
def picture(request: HttpRequest, name: str, extension: str) -> HttpResponse:
    """A prepared picture: its name follows from its bytes, so it never changes.

    What kind it is, we say ourselves; nothing that a visitor handed in is sent as it is.
    """
    if "If-None-Match" in request.headers:
        return HttpResponseNotModified()
    try:
        content = kept_file(f"pictures/{name}.{extension}")
    except FileNotFoundError as missing:
        raise Http404 from missing
    answer = HttpResponse(content, content_type=_KINDS[extension])
    answer["Cache-Control"] = "public, max-age=31536000, immutable"
    answer["ETag"] = f'"{name[3:19]}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'"
    return answer
