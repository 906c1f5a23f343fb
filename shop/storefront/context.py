"""What every page of the shop shows, whichever it is."""

from functools import partial
from typing import Any

from django.http import HttpRequest

from apps.catalog.queries import category_tree
from apps.orders.queries import cart_of
from shop.storefront.shared import Nobody, mark_of
from shop.storefront.visitors import known_customer


def shop_window(request: HttpRequest) -> dict[str, Any]:
    """The menu and the cart. Callables, so that pages without them (errors) ask nobody."""
    shown: dict[str, Any] = {"menu": category_tree, "cart_units": partial(cart_units, request)}
    return shown | {"csrf_token": mark_of("csrf")} if isinstance(request, Nobody) else shown


def cart_units(request: HttpRequest) -> int:
    """How many units the visitor has chosen; who has never chosen anything costs no query."""
    customer_id = known_customer(request)
    return cart_of(customer_id).count if customer_id else 0
