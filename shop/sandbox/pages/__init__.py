"""The sandbox's pages: HTML files beside this one, filled in with escaped values."""

import html
from collections.abc import Iterable, Mapping
from functools import cache
from http import HTTPStatus
from pathlib import Path
from string import Template

from starlette.responses import HTMLResponse

_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class Html(str):
    """Text that is HTML already, made from our own templates."""

    __slots__ = ()


def page(
    template: str, *, title: str, status: HTTPStatus = HTTPStatus.OK, **values: str
) -> HTMLResponse:
    """The template inside the common layout. Values are escaped unless they are `Html`."""
    content = _filled(template, values)
    layout = _filled("layout", {"title": title, "content": content})
    return HTMLResponse(layout, status, _HEADERS)


def rows(template: str, items: Iterable[Mapping[str, object]]) -> Html:
    """The template once for every item."""
    return Html("".join(_filled(template, item) for item in items))


def _filled(template: str, values: Mapping[str, object]) -> Html:
    safe = {name: _escaped(value) for name, value in values.items()}
    return Html(_template(template).substitute(safe))


def _escaped(value: object) -> str:
    return value if isinstance(value, Html) else html.escape(str(value))


@cache
def _template(name: str) -> Template:
    return Template(Path(__file__).with_name(f"{name}.html").read_text(encoding="utf-8"))
