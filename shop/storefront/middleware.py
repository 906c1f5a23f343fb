"""What browsers may load for a page of the shop: nothing inline, nothing foreign but pictures."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse

# The admin site and the API documents bring pages that were not written for this policy.
_PAGES_OF_OTHERS = ("/admin/", "/api/")


class ContentSecurityMiddleware:
    """Sets `Content-Security-Policy` where the view has not set a policy of its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._get_response(request)
        if not request.path.startswith(_PAGES_OF_OTHERS):
            allowed = policy(live_origin=_origin(settings.LIVE_URL))
            response.headers.setdefault("Content-Security-Policy", allowed)
        return response


def policy(*, live_origin: str) -> str:
    """The policy of the shop's own pages; pictures of imported products lie elsewhere."""
    return "; ".join(
        [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            # data: for the blurred picture that stands in while the real one is on its way
            "img-src 'self' https: data:",
            f"connect-src 'self' {live_origin}",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        ]
    )


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
