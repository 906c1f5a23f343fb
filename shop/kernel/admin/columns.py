from collections.abc import Callable
from datetime import datetime
from operator import attrgetter
from typing import Any

from django.contrib import admin
from django.utils.formats import date_format
from django.utils.timezone import localtime

from shop.kernel.money import rounded


def amount(name: str, *, currency: str = "currency") -> Callable[[Any], str]:
    """A column with the amount that the field holds, as money of that currency is written.

    Fields have the decimals of every currency. `currency` is the way to it, like
    `payment.currency`.
    """
    currency_of = attrgetter(currency)

    @admin.display(description=name.replace("_", " "), ordering=name)
    def column(row: Any) -> str:
        held = getattr(row, name)
        return "-" if held is None else str(rounded(held, currency_of(row)))

    column.__name__ = name
    return column


def moment(at: datetime) -> str:
    """As clocks show it where staff is."""
    return date_format(localtime(at), "DATETIME_FORMAT")
