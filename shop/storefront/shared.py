"""Pages that are the same for everybody but for a few parts, which are filled in for each visitor.

A shared page is made for nobody: its view sees a request without cookies, session or name, so what
is kept of it can hold nothing of any visitor. Where something of the visitor belongs there is a
mark that nobody can guess, and so nobody can bring into a page.
"""

import hmac
import re
from collections.abc import Callable
from functools import cache, wraps
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse, QueryDict
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers

from apps.catalog.queries import SHELVES, edition_of, edition_of_lists, product_tag
from shop.kernel.cache import Rendered, Source, kept
from shop.kernel.identity import new_id

View = Callable[..., HttpResponse]
SourceOf = Callable[..., Source]

LONGEST_ADDRESS = 600
"""Whoever asks for more gets a page of his own, which nobody keeps."""
_FOLLOWERS = ("utm_", "gclid", "fbclid", "msclkid")
"""Parameters that tell advertisers something, and the shop nothing."""


class Nobody(HttpRequest):
    """The request in whose name a shared page is made: an address, and no visitor."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__()
        shop = urlsplit(settings.SHOP_URL)
        self.method, self.path, self.path_info = "GET", request.path, request.path_info
        self.META = {"SERVER_NAME": shop.hostname or "", "SERVER_PORT": str(shop.port or 80)}
        self.GET = _sorted_question(request)  # type: ignore[assignment]
        self.resolver_match = request.resolver_match
        self.user = AnonymousUser()
        self.session = SessionBase()

    def address(self) -> str:
        return f"{self.path}?{self.GET.urlencode()}"


def shared_page(source_of: SourceOf) -> Callable[[View], View]:
    """The view's pages are made for nobody, kept for moments, and completed for each visitor.

    `source_of` gets the address and the view's arguments and says what the page is made of.
    Parts of a page that show the visitor are named by the template tag `part`.
    """

    def share(view: View) -> View:
        @wraps(view)
        def show(request: HttpRequest, **arguments: str) -> HttpResponse:
            nobody = Nobody(request)
            answers: list[HttpResponse] = []

            def render() -> Rendered | None:
                answers.append(view(nobody, **arguments))
                return _rendered(answers[-1])

            address = nobody.address()
            source = source_of(address, **arguments)
            page = kept(source, render) if len(address) <= LONGEST_ADDRESS else render()
            return completed(request, page) if page else answers[-1]

        return show

    return share


def of_lists(address: str, **_: str) -> Source:
    """A page with products of which nothing is shown but what lists show."""
    return Source(key=f"page:{address}", tags=[SHELVES], edition=edition_of_lists)


def of_product(address: str, *, handle: str) -> Source:
    """The product's own page."""
    return Source(
        key=f"page:{address}", tags=[product_tag(handle)], edition=lambda: edition_of(handle)
    )


def mark_of(part: str) -> str:
    """Stands in a shared page where the part of the visitor belongs."""
    return f"[{part}:{_secret()}]"


def completed(request: HttpRequest, page: Rendered) -> HttpResponse:
    """The page with all that belongs to this visitor."""
    text = _marks().sub(lambda found: _part(request, found[1]), page.body.decode())
    response = HttpResponse(text, content_type=page.content_type)
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Cookie"])
    return response


def _part(request: HttpRequest, part: str) -> str:
    if part == "csrf":
        return get_token(request)
    if part == "key":
        return str(new_id())
    if _is_stranger(request):
        return _for_strangers(part)
    return render_to_string(f"storefront/parts/{part}.html", request=request)


def _is_stranger(request: HttpRequest) -> bool:
    """Nothing is known of the visitor, and nothing is to be told."""
    return not {settings.SESSION_COOKIE_NAME, "messages"} & request.COOKIES.keys()


@cache
def _for_strangers(part: str) -> str:
    stranger = HttpRequest()
    stranger.user, stranger.session = AnonymousUser(), SessionBase()
    return render_to_string(f"storefront/parts/{part}.html", request=stranger)


def _rendered(response: HttpResponse) -> Rendered | None:
    if response.status_code != 200:
        return None
    return Rendered.of(response.content, response["Content-Type"])


def _sorted_question(request: HttpRequest) -> QueryDict:
    """The parameters in one order, so that the same question has one address."""
    asked = QueryDict(mutable=True)
    for name, values in sorted(request.GET.lists()):
        if not name.startswith(_FOLLOWERS):
            asked.setlist(name, values)
    return asked


@cache
def _secret() -> str:
    return hmac.digest(settings.SECRET_KEY.encode(), b"marks of shared pages", "sha256").hex()[:32]


@cache
def _marks() -> re.Pattern[str]:
    return re.compile(rf"\[([a-z_]+):{_secret()}\]")
