"""What every page of the shop shows, whichever it is."""

from collections.abc import Callable

from django.http import HttpRequest

from shop.storefront.goods import Shelf, shelves


def shop_window(request: HttpRequest) -> dict[str, Callable[[], list[Shelf]]]:
    """The menu. A callable, so that pages without one (errors) ask nobody."""
    return {"menu": shelves}
