"""Addresses of what pages have many links to: `reverse` takes thirty times as long for each."""

from functools import cache
from urllib.parse import quote

from django.urls import reverse

_EXAMPLE = "0193a5b0-7c1e-7d4a-9b1f-2d3c4e5f6a7b"
"""May stand wherever a handle or an id stands."""
_UNQUOTED = "!$&'()*+,;=/~:@"
"""As `reverse` has it."""


def category_address(handle: str) -> str:
    """Where the category is shown."""
    return _address("storefront:category", handle)


def product_address(handle: str) -> str:
    """Where the product is shown."""
    return _address("storefront:product", handle)


def drawing_address(owner_id: object) -> str:
    """Where the drawing of a product or a category is."""
    return _address("storefront:drawing", str(owner_id))


def _address(view: str, name: str) -> str:
    return _pattern(view).replace(_EXAMPLE, quote(name, safe=_UNQUOTED))


@cache
def _pattern(view: str) -> str:
    return reverse(view, args=[_EXAMPLE])
