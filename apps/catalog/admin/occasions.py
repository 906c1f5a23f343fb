"""When and where a product takes place, as staff types it on the product's page."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from apps.catalog import services
from apps.catalog.models import Occasion, OccasionKind, Product
from apps.catalog.rules.occasions import LONGEST_ADDRESS, LONGEST_VENUE, OccasionDraft
from shop.kernel.errors import InvalidInput

OCCASION_FIELDS = (
    *("occasion_kind", "starts_at", "ends_at", "time_zone", "venue", "venue_address"),
)
_AT = "%Y-%m-%d %H:%M"
_NO_KIND = ("", "Goods: it takes place nowhere")


class OccasionForm(forms.ModelForm[Product]):
    """Times are those of the clocks at the venue. Empty for goods."""

    occasion_kind = forms.ChoiceField(
        label="Takes place as",
        choices=[_NO_KIND, *OccasionKind.choices],
        required=False,
        help_text="With a date and a place, the variants are kinds of tickets.",
    )
    starts_at = forms.CharField(required=False, help_text="There: 2027-05-01 19:30")
    ends_at = forms.CharField(required=False, help_text="There: 2027-05-01 22:00")
    time_zone = forms.CharField(required=False, max_length=64, help_text="Like Europe/Berlin")
    venue = forms.CharField(required=False, max_length=LONGEST_VENUE)
    venue_address = forms.CharField(required=False, max_length=LONGEST_ADDRESS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        occasion = Occasion.objects.filter(pk=self.instance.pk).first()
        for name, text in _written(occasion).items() if occasion else ():
            if name in self.fields:
                self.fields[name].initial = text


def schedule(product: Product, said: dict[str, Any]) -> None:
    """Schedules what was typed, if anything was. Raises InvalidInput for what cannot be."""
    if any(said[name] for name in OCCASION_FIELDS):
        services.schedule_occasion(product_id=product.pk, draft=_draft(said))


def _draft(said: dict[str, Any]) -> OccasionDraft:
    return OccasionDraft(
        kind=said["occasion_kind"],
        starts_at=_moment(said["starts_at"]),
        ends_at=_moment(said["ends_at"]),
        time_zone=said["time_zone"],
        venue=said["venue"],
        address=said["venue_address"],
    )


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise InvalidInput(f'"{text[:40]}" is no time: write it like 2027-05-01 19:30.') from error


def _written(occasion: Occasion) -> dict[str, str]:
    zone = ZoneInfo(occasion.time_zone)
    return {
        "occasion_kind": occasion.kind,
        "starts_at": f"{occasion.starts_at.astimezone(zone):{_AT}}",
        "ends_at": f"{occasion.ends_at.astimezone(zone):{_AT}}",
        "time_zone": occasion.time_zone,
        "venue": occasion.venue,
        "venue_address": occasion.address,
    }
