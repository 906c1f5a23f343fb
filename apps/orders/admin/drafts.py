"""Orders by telephone: written down, shown with their price, and placed like every other order."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.db.models import TextChoices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from apps.orders import services
from apps.orders.models import DraftOrder, DraftState
from apps.orders.queries import DraftCosts, costs_of_draft, delivery_countries
from apps.orders.rules import LONGEST_CODE, DraftWish
from shop.events.base import Money, PostalAddress
from shop.kernel.admin import ServiceAdmin
from shop.kernel.admin.clicks import done_per_click, key_field
from shop.kernel.admin.units import read_units, units_field
from shop.kernel.countries import country_name
from shop.kernel.errors import InvalidInput

_BUYER = ("email", "name", "line1", "line2", "postal_code", "city", "country")
_WISH = (*_BUYER, "units", "shipping_method", "voucher", "note")


class Step(TextChoices):
    """What becomes of a draft."""

    SAVE = "save", "Write it down and look at the price"
    PLACE = "place", "Place the order at this price"
    DROP = "drop", "Nothing comes of it"


def _countries() -> list[tuple[str, str]]:
    named = [(code, country_name(code)) for code in delivery_countries()]
    return [("", "Choose a country"), *named]


class ShownCosts(forms.HiddenInput):
    """The price, as sentences to read, and as what is accepted with the form."""

    is_hidden = False
    costs = DraftCosts()

    def render(self, *args: Any, **kwargs: Any) -> SafeString:
        sentences = format_html_join("", "{}<br>", ((it,) for it in _sentences(self.costs)))
        return format_html("<div>{}</div>{}", sentences, super().render(*args, **kwargs))


class NewDraftForm(forms.ModelForm[DraftOrder]):
    """Who wants what, and where it goes."""

    email = forms.EmailField(
        max_length=254,
        help_text="The link to pay goes here; a member has the order in the account, too.",
    )
    name = forms.CharField(max_length=200)
    line1 = forms.CharField(max_length=200, label="Street and number")
    postal_code = forms.CharField(max_length=20)
    city = forms.CharField(max_length=200)
    country = forms.ChoiceField(choices=_countries)
    units = units_field("A SKU a line, and how many of it, like TEA-100 3.", required=True)
    shipping_method = forms.CharField(
        max_length=40, required=False, help_text="Like express. Empty: the usual way."
    )
    voucher = forms.CharField(
        max_length=LONGEST_CODE, required=False, help_text="The code of one, if the buyer has it."
    )
    key = key_field()


class DraftForm(NewDraftForm):
    """What it says now, the price that the page shows, and what becomes of it."""

    step = forms.ChoiceField(label="What now", choices=Step.choices, initial=Step.SAVE)
    accepted = forms.RegexField(
        r"^\d{1,14}(\.\d{1,3})? [A-Z]{3}$",
        label="Costs now",
        required=False,
        widget=ShownCosts,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.is_over:
            return
        lines = self.instance.lines.order_by("id")
        self.fields["units"].initial = "\n".join(f"{it.sku} {it.quantity}" for it in lines)
        self.fields["voucher"].initial = self.instance.voucher_code
        costs = costs_of_draft(self.instance)
        accepted = self.fields["accepted"]
        accepted.initial, accepted.widget.costs = _written(costs), costs


@admin.register(DraftOrder)
class DraftOrderAdmin(ServiceAdmin):
    """Whoever may change drafts writes orders for buyers; the services of the shop place them."""

    form = DraftForm
    add_form = NewDraftForm
    list_display = ("id", "state", "email", "name", "order", "changed_at", "note")
    list_filter = ("state",)
    list_select_related = ("order",)
    readonly_fields = ("state", "order", "changed_at")
    search_fields = ("=id", "=email", "=lines__sku", "=order__number")
    search_help_text = "A whole mail address, SKU or number of an order"
    ordering = ("-id",)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What is over only shows; a second click on what ended it still gets its answer."""
        may_change = super().has_change_permission(request, obj)
        return may_change and (obj is None or not obj.is_over or request.method == "POST")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        if obj is None:
            return [*_WISH, "key"]
        if not self.has_change_permission(request, obj):
            return ["state", "order", "note", "changed_at"]
        return ["accepted", *_WISH, "step", "key"]

    def save_model(self, request: HttpRequest, obj: DraftOrder, form: Any, change: Any) -> None:
        said = form.cleaned_data
        if change:
            done_per_click(request, f"draft {obj.pk}", said, lambda: _take(obj.pk, said))
            obj.refresh_from_db()
        else:
            obj.pk = UUID(done_per_click(request, "drafts", said, lambda: _new(said)))

    def response_add(
        self, request: HttpRequest, obj: DraftOrder, post_url_continue: str | None = None
    ) -> HttpResponse:
        return redirect("admin:orders_draftorder_change", obj.pk)

    def response_change(self, request: HttpRequest, obj: DraftOrder) -> HttpResponse:
        if obj.order_id is not None:
            messages.success(request, "The order is placed, and its buyer was told how to pay.")
            return redirect("admin:orders_order_change", obj.order_id)
        if obj.state == DraftState.DROPPED:
            return redirect("admin:orders_draftorder_changelist")
        return redirect("admin:orders_draftorder_change", obj.pk)


def _new(said: Mapping[str, Any]) -> str:
    return str(services.draft_order(wish=_wish(said)).pk)


def _take(draft_id: UUID, said: Mapping[str, Any]) -> str:
    if said["step"] == Step.DROP:
        services.drop_draft(draft_id=draft_id)
        return ""
    services.revise_draft(draft_id=draft_id, wish=_wish(said))
    if said["step"] == Step.PLACE:
        services.place_draft(draft_id=draft_id, accepted=_read(said["accepted"]))
    return ""


def _wish(said: Mapping[str, Any]) -> DraftWish:
    address = {name: said[name] for name in _BUYER if name != "email"}
    return DraftWish(
        units=read_units(said["units"]),
        email=said["email"],
        delivery_address=PostalAddress(**address),
        shipping_method=said["shipping_method"],
        note=said["note"],
        voucher=said["voucher"],
    )


def _sentences(costs: DraftCosts) -> list[str]:
    if costs.total is None or costs.shipping is None or costs.tax is None:
        return [costs.refusal]
    return [
        *costs.lines,
        *costs.discounts,
        f"Shipping {costs.shipping.amount}",
        f"Together {costs.total.amount} {costs.total.currency}, {costs.tax.amount} of it tax",
    ]


def _written(costs: DraftCosts) -> str:
    return f"{costs.total.amount} {costs.total.currency}" if costs.total else ""


def _read(accepted: str) -> Money:
    if not accepted:
        raise InvalidInput("It has no price so far: mend what the page names, and save it first.")
    amount, _, currency = accepted.partition(" ")
    return Money(amount=Decimal(amount), currency=currency)
