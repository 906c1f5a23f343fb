"""How long suppliers take, with what that is known from."""

from collections.abc import Mapping

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from apps.suppliers.rules import LeadTime

_HEADINGS = ("SKU", "Days", "Known from")


def shown_lead_times(times: Mapping[str, LeadTime]) -> SafeString:
    if not times:
        return format_html("<p>{}</p>", "Nothing has come from here so far: as agreed.")
    return format_html(
        "<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>",
        format_html_join("", '<th scope="col">{}</th>', ((each,) for each in _HEADINGS)),
        format_html_join(
            "",
            "<tr><td>{}</td><td>{}</td><td>{}</td></tr>",
            ((sku, time.days, known_from(time)) for sku, time in times.items()),
        ),
    )


def known_from(time: LeadTime) -> str:
    """The receipts that a lead time is the median of, or that it was agreed."""
    if not time.is_learned:
        return f"agreed: {time.agreed} days"
    told = [
        f"{it.number}: {it.days} ({it.sent_on:%Y-%m-%d} to {it.received_on:%Y-%m-%d})"
        for it in time.receipts
    ]
    return f"median of {len(told)}: {', '.join(told)}"
