from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from apps.inventory import services
from apps.inventory.models import Ticket, Warehouse
from apps.inventory.rules import MAX_SKU_LENGTH, MOST_SEATS, read_seats
from shop.kernel.admin import ServiceAdmin
from shop.kernel.admin.clicks import done_per_click, key_field
from shop.kernel.errors import DomainError


class OpenTicketsForm(forms.ModelForm[Ticket]):
    """Which seats there are, or how many tickets without seats."""

    sku = forms.CharField(
        label="SKU", max_length=MAX_SKU_LENGTH, help_text="The stock code of the kind of ticket."
    )
    place = forms.ModelChoiceField(
        label="Warehouse", queryset=Warehouse.objects.all(), help_text="Who looks after them."
    )
    seats = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 6, "cols": 60}),
        required=False,
        help_text="A1..J10 for ten rows of ten, or one by one: A1 A2 BOX-1.",
    )
    quantity = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=MOST_SEATS,
        help_text="Instead of seats: so many tickets, for whoever comes first to choose a place.",
    )
    reason = forms.CharField(max_length=150, required=False)
    key = key_field()

    class Meta:
        model = Ticket
        fields = ("sku",)


@admin.register(Ticket)
class TicketAdmin(ServiceAdmin):
    """Tickets are opened here, and withdrawn while nobody has them; all else orders do."""

    add_form = OpenTicketsForm
    list_display = ("sku", "number", "seat", "state", "order_id", "used_at")
    list_filter = ("state",)
    search_fields = ("=sku", "=order_id")
    search_help_text = "A whole SKU, or the id of an order"
    ordering = ("sku", "number")
    actions = ("withdraw",)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        shown = ["sku", "warehouse", "number", "seat", "state", "order_id", "line_id", "used_at"]
        return shown if obj else ["sku", "place", "seats", "quantity", "reason", "key"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return self.get_fields(request, obj) if obj else []

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Rows only show."""
        return obj is None and super().has_change_permission(request)

    def save_model(self, request: HttpRequest, obj: Ticket, form: Any, change: Any) -> None:
        said = form.cleaned_data
        done_per_click(request, "tickets", said, lambda: _open(said))
        obj.pk = Ticket.objects.filter(sku=said["sku"]).latest("number").pk

    @admin.action(description="Withdraw from sale", permissions=["change"])
    def withdraw(self, request: HttpRequest, chosen: QuerySet[Ticket]) -> None:
        try:
            withdrawn = sum(_withdraw(*each) for each in _by_place(chosen))
        except DomainError as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(request, f"Withdrawn: {withdrawn}.")


def _open(said: Mapping[str, Any]) -> str:
    services.open_tickets(
        sku=said["sku"],
        warehouse=said["place"].code,
        seats=read_seats(said["seats"]) if said["seats"] else (),
        quantity=said["quantity"] or 0,
        reason=said["reason"],
    )
    return ""


def _by_place(chosen: Iterable[Ticket]) -> list[tuple[str, str, list[int]]]:
    places: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for ticket in chosen:
        places[ticket.sku, ticket.warehouse].append(ticket.number)
    return [(*place, numbers) for place, numbers in sorted(places.items())]


def _withdraw(sku: str, warehouse: str, numbers: list[int]) -> int:
    services.withdraw_tickets(
        sku=sku, warehouse=warehouse, numbers=numbers, reason="withdrawn by hand"
    )
    return len(numbers)
