"""The buttons of an order's page."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest

from apps.orders.queries import ShownOrder
from shop.storefront.forms import PressForm
from shop.storefront.once import Pressed, do_once_or_anew


def press_once(
    request: HttpRequest,
    order: ShownOrder,
    button: str,
    act: Callable[[], object],
    *,
    wish: Any = None,
) -> None:
    """Does it at the first click; asks for another click if the page gave the button no key.

    Another `wish`, from a page that somebody went back to, has a first click of its own. Raises
    what `act` raises, and TwinAtWork.
    """
    form = PressForm(request.POST)
    if not form.is_valid():
        messages.warning(request, "Nothing was changed. Please press the button once more.")
        return
    pressed = Pressed(
        customer_id=order.customer_id,
        form=f"{button} {order.number}",
        key=form.cleaned_data["key"],
    )
    do_once_or_anew(pressed, wish, act)
