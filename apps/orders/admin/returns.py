"""Staff says what of a parcel that a buyer sent back is there, and what becomes of it."""

from collections import Counter
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from apps.orders import services
from apps.orders.models import Return, ReturnedLine
from apps.orders.rules import Arrived, RefusalReason
from shop.kernel.admin import ReadOnlyInline, ServiceAdmin
from shop.kernel.admin.clicks import done_per_click, key_field
from shop.kernel.admin.units import read_units, units_field
from shop.kernel.errors import InvalidInput

_FACTS = ("order", "state", "reason", "requested_at", "decided_at")
_ASKED = ("restocked", "damaged", "discarded", "refusal", "key")
_UNITS_ARRIVED = ("", "No: it is here, as said above")


class ReturnForm(forms.ModelForm[Return]):
    """What arrived, or why nothing is taken back. A second click may come when it is decided."""

    restocked = units_field("For sale again: a SKU a line, and how many of it.", required=False)
    damaged = units_field("Damaged, to be kept aside.", required=False)
    discarded = units_field("To be thrown away.", required=False)
    refusal = forms.ChoiceField(
        label="Refuse it",
        required=False,
        choices=[_UNITS_ARRIVED, *((it.value, it.replace("_", " ")) for it in RefusalReason)],
    )
    key = key_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units: Counter[str] = Counter()
        for part in self.instance.lines.select_related("line").order_by("line__position"):
            units[part.line.sku] += part.quantity
        self.fields["restocked"].initial = "\n".join(f"{sku} {units[sku]}" for sku in units)


class ReturnedLineInline(ReadOnlyInline):
    model = ReturnedLine
    fields = readonly_fields = ("sku", "quantity", "restocked", "damaged", "discarded")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ReturnedLine]:
        return super().get_queryset(request).select_related("line")

    def sku(self, part: ReturnedLine) -> str:
        return part.line.sku


@admin.register(Return)
class ReturnAdmin(ServiceAdmin):
    """Whoever may change returns says what arrived; the services credit it and move the units."""

    form = ReturnForm
    list_display = ("order", "state", "reason", "refusal", "requested_at", "decided_at")
    list_filter = ("state", "reason", "refusal")
    list_select_related = ("order",)
    search_fields = ("=order__number", "=id", "=lines__line__sku")
    search_help_text = "The number of an order, the id of a return, or a whole SKU"
    ordering = ("-requested_at",)
    readonly_fields = (*_FACTS, "credit")
    inlines = (ReturnedLineInline,)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Buyers ask."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What is over only shows; a second click on what ended it still gets its answer."""
        may_change = super().has_change_permission(request, obj)
        return may_change and (obj is None or obj.is_open or request.method == "POST")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return [*_FACTS]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        may_decide = obj is not None and self.has_change_permission(request, obj)
        return [*_FACTS, *(_ASKED if may_decide else ("refusal",))]

    def save_model(self, request: HttpRequest, obj: Return, form: Any, change: Any) -> None:
        said = form.cleaned_data
        done_per_click(request, f"return {obj.pk}", said, lambda: _decide(obj, said))


def _decide(asked: Return, said: Mapping[str, Any]) -> str:
    if said["refusal"]:
        services.refuse_return(return_id=asked.pk, refusal=RefusalReason(said["refusal"]))
    else:
        services.receive_return(return_id=asked.pk, arrived=_arrived(asked, said))
    return ""


def _arrived(asked: Return, said: Mapping[str, Any]) -> dict[UUID, Arrived]:
    """What arrived by line. Lines of one SKU are filled one after the other.

    Raises InvalidInput for more than was to come, or for other SKUs.
    """
    units = {name: read_units(said[name]) for name in ("restocked", "damaged", "discarded")}
    arrived = {}
    for part in asked.lines.select_related("line").order_by("line__position"):
        left = part.quantity
        of_line = {}
        for name, by_sku in units.items():
            of_line[name] = min(left, by_sku.get(part.line.sku, 0))
            left -= of_line[name]
            by_sku[part.line.sku] = by_sku.get(part.line.sku, 0) - of_line[name]
        arrived[part.line_id] = Arrived(**of_line)
    too_many = sorted({sku for by_sku in units.values() for sku, rest in by_sku.items() if rest})
    if too_many:
        raise InvalidInput(f"Not so many units were sent back: {', '.join(too_many)}.")
    return arrived
