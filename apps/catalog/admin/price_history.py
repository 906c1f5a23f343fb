"""What a variant cost, costs and will cost, as a table of its page."""

from django.utils.html import format_html, format_html_join

from apps.catalog import queries
from apps.catalog.models import Variant
from apps.catalog.queries import PricePeriod
from shop.events.base import Money
from shop.kernel import clock
from shop.kernel.admin import moment

_MOST = 100
_HEADINGS = ("Price", "From", "Until", "Kind", "Standing", "Lowest of the 30 days before")


def prices_over_time(variant: Variant) -> str:
    """The latest periods, what is planned first."""
    found = queries.prices_over_time(
        variant.stock_code, currency=variant.currency, at_most=_MOST + 1
    )
    if not found:
        return "It was never for sale."
    headings = format_html_join("", "<th>{}</th>", ((each,) for each in _HEADINGS))
    cells = "<td>{}</td>" * len(_HEADINGS)
    rows = format_html_join("", f"<tr>{cells}</tr>", (_row(each) for each in found[:_MOST]))
    more = "There are older ones." if len(found) > _MOST else ""
    return format_html(
        "<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>{}", headings, rows, more
    )


def _row(period: PricePeriod) -> tuple[str, ...]:
    return (
        _amount(period.price),
        moment(period.starts),
        moment(period.ends) if period.ends else "further notice",
        "planned" if period.is_planned else "listed",
        period.standing(clock.now()),
        _amount(period.lowest_before) if period.lowest_before else "not known",
    )


def _amount(money: Money) -> str:
    return f"{money.amount} {money.currency}"
