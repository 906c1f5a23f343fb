"""Merchants' HTML, made safe: what helps to read stays, everything else is left out."""

import html
import re

import nh3
from django.utils.html import linebreaks, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

_TAGS = {
    *("p", "br", "hr", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "code"),
    *("strong", "b", "em", "i", "u", "s", "small", "sub", "sup", "a"),
    *("h1", "h2", "h3", "h4", "h5", "h6"),
    *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"),
}
_ATTRIBUTES = {"a": {"href"}, "th": {"colspan", "rowspan", "scope"}, "td": {"colspan", "rowspan"}}
_UNSPOKEN = {
    *("script", "style", "template", "iframe", "noscript", "svg", "math", "head", "title"),
    *("object", "textarea", "select", "button"),
}
_HEADINGS = re.compile(r"(</?)h[1256]>")


def made_safe(markup: str) -> SafeString:
    """The markup without anything that runs, loads, or looks unlike the shop.

    Headings stand below the page's own two. Plain text comes in paragraphs.
    """
    if "<" not in markup:
        return mark_safe(linebreaks(markup, autoescape=True))  # noqa: S308 - escaped just now
    clean = nh3.clean(
        markup,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        clean_content_tags=_UNSPOKEN,
        url_schemes={"https", "http", "mailto"},
        link_rel="nofollow noopener noreferrer",
    )
    return mark_safe(_HEADINGS.sub(r"\1h3>", clean))  # noqa: S308 - by the list above


def in_words(markup: str, *, at_most: int) -> str:
    """What the markup says, without any, in so many characters."""
    words = " ".join(html.unescape(strip_tags(made_safe(markup))).split())
    return Truncator(words).chars(at_most)
