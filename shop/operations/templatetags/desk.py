"""How facts of several contexts are worded for staff."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from shop.events.base import Money
from shop.kernel.outside import Manner

register = template.Library()

_GOOD = {
    *("confirmed", "shipped", "delivered", "paid", "captured", "done", "sent", "committed"),
    "received",
    Manner.ASKED,
}
_WAITING = {
    *("pending_payment", "placed", "open", "requested", "processing", "needs_action", "authorised"),
    *("waiting", "held", "booked", "dispatched", "cancelling", "retrying"),
    *(Manner.TRIED, Manner.TRIED_NEXT),
}
_BAD = {
    *("rejected", "declined", "refused", "failed", "undeliverable", "dead", "returned", "lapsed"),
    Manner.LEFT_ALONE,
}
_TONES = {"good": _GOOD, "waiting": _WAITING, "bad": _BAD}


@register.filter
def words(code: str) -> str:
    """`pending_payment` as `pending payment`."""
    return str(code).replace("_", " ")


@register.filter
def state(code: str) -> SafeString:
    """A state as a badge whose colour says whether it is well."""
    tone = next((tone for tone, states in _TONES.items() if code in states), "quiet")
    return format_html('<span class="state state--{}">{}</span>', tone, words(code))


@register.filter
def amount(money: Money) -> str:
    """`12.50 EUR`."""
    return f"{money.amount} {money.currency}"


@register.filter
def actor(name: str) -> str:
    """Who acted: the kind of person, and enough of the id to tell them apart."""
    kind, _, who = name.partition(":")
    return f"{kind} …{who[-6:]}" if who else kind


@register.filter
def of(offers: Mapping[Any, Any], subject: Any) -> Any:
    """What is offered for the part of an order with this id."""
    return offers.get(subject, ())
