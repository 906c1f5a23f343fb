"""How amounts, times and stock are written for people."""

from datetime import date, datetime

from django.conf import settings
from django.utils.dateformat import format as formatted
from django.utils.timezone import localtime

from apps.catalog.queries import StockedUnits
from shop.events.base import Money
from shop.kernel import clock

_MINUS = "\N{MINUS SIGN}"
_SIGNS = {"EUR": "€", "GBP": "£", "INR": "₹", "USD": "$", "JPY": "¥"}
_STATES = {
    "placed": "Being written",
    "pending_payment": "To be paid",
    "confirmed": "Being packed",
    "shipped": "On its way",
    "delivered": "Delivered",
    "rejected": "Sold out",
    "cancelled": "Cancelled",
}
_DOERS = {"customer": "by you", "staff": "by the shop"}
FEW = 5


def price(amount: Money) -> str:
    """€1,299.00, or 1,299.00 CHF where no sign is at hand; with a minus in front."""
    minus, number = _MINUS if amount.amount < 0 else "", f"{abs(amount.amount):,}"
    sign = _SIGNS.get(amount.currency)
    return f"{minus}{sign}{number}" if sign else f"{minus}{number} {amount.currency}"


def plain_price(amount: str) -> str:
    """An amount that somebody typed, with the sign of the shop's currency."""
    sign = _SIGNS.get(settings.CURRENCY)
    return f"{sign}{amount}" if sign else f"{amount} {settings.CURRENCY}"


def moment(at: datetime) -> str:
    """21 Nov, 14:32 in the shop's zone; the year only where it is another one."""
    local = localtime(at)
    pattern = "j M, H:i" if local.year == localtime(clock.now()).year else "j M Y, H:i"
    return formatted(local, pattern)


def day(on: date) -> str:
    """12 December; the year only where it is another one."""
    pattern = "j F" if on.year == localtime(clock.now()).year else "j F Y"
    return formatted(on, pattern)


def awaited(units: int, quantity: int, promised_for: date | None) -> str:
    """How many of the units are here, and when the others come."""
    when = f"is promised for {day(promised_for)}" if promised_for else "comes as soon as we have it"
    return f"{quantity - units} of {quantity} here, the rest {when}"


def clock_time(at: datetime) -> str:
    """14:32 in the shop's zone."""
    return formatted(localtime(at), "H:i")


def at_venue(at: datetime) -> str:
    """Sat 1 May 2027, 19:30 by the clocks of the zone that the time is in."""
    return formatted(at, "D j M Y, H:i")


def hour_at_venue(at: datetime) -> str:
    return formatted(at, "H:i")


def zone_words(at: datetime) -> str:
    """What the clocks there go by: CEST, or the difference to UTC where that has no letters."""
    name = at.tzname() or ""
    return name if name[:1].isalpha() else f"UTC{name}"


def availability(stock: StockedUnits) -> str:
    """Stock in words that help to decide."""
    if stock.available <= 0:
        return waiting(stock.when_sold_out, stock.promised_for)
    return f"Only {stock.available} left" if stock.available <= FEW else "In stock"


def waiting(when_sold_out: str, promised_for: date | None) -> str:
    """What can be done about something of which none is there."""
    day_or_soon = f"for {day(promised_for)}" if promised_for else "as soon as we have it"
    if when_sold_out == "preorder":
        when = f"from {day(promised_for)}" if promised_for else day_or_soon
        return f"Preorder: available {when}"
    if when_sold_out == "backorder":
        return f"Sold out: ordered now, it is promised {day_or_soon}"
    return "Sold out"


def doer(actor: str) -> str:
    """Who did something to the visitor's order; what the shop does by itself needs no name."""
    return _DOERS.get(actor.partition(":")[0], "")


def order_state(state: str) -> str:
    """An order's state in a list of orders."""
    return _STATES.get(state, state)
