from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminSplitDateTime
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from apps.catalog import services
from apps.catalog.admin.each import with_each
from apps.catalog.admin.lines import lines_field
from apps.catalog.models import PlannedPrice, Variant
from apps.catalog.rules.price_lines import HELP, read_lines
from shop.kernel import clock
from shop.kernel.admin import ReadOnlyInline, ServiceAdmin, moment

PLANNED_FOR = "skus"
"""The parameter with the stock codes that the form begins with."""


class NewPlanForm(forms.ModelForm[PlannedPrice]):
    """One period for any number of variants."""

    prices = lines_field(HELP)
    starts = forms.SplitDateTimeField(
        label="From", widget=AdminSplitDateTime, required=False, help_text="Empty: at once."
    )
    ends = forms.SplitDateTimeField(label="Until", widget=AdminSplitDateTime)

    class Meta:
        model = PlannedPrice
        fields: list[str] = []


class StandingFilter(admin.SimpleListFilter):
    """By what the clock says of them."""

    title = "standing"
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        return [("now", "counts now"), ("later", "yet to come"), ("over", "over")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        now = clock.now()
        wanted = {
            "now": {"during__contains": now},
            "later": {"during__startswith__gt": now},
            "over": {"during__endswith__lte": now},
        }
        return queryset.filter(**wanted.get(self.value() or "", {}))


class _Period:
    """What pages say of a planned price."""

    @admin.display(description="from", ordering="during")
    def starts(self, plan: PlannedPrice) -> str:
        return moment(plan.during.lower)

    @admin.display(description="until")
    def ends(self, plan: PlannedPrice) -> str:
        return moment(plan.during.upper)

    @admin.display(description="standing")
    def standing(self, plan: PlannedPrice) -> str:
        now = clock.now()
        if plan.during.upper <= now:
            return "over"
        return "counts now" if plan.during.lower <= now else "yet to come"


class PlannedPriceInline(_Period, ReadOnlyInline):
    model = PlannedPrice
    fields = readonly_fields = ("price", "starts", "ends", "standing")
    show_change_link = True


@admin.register(PlannedPrice)
class PlannedPriceAdmin(_Period, ServiceAdmin):
    add_form = NewPlanForm
    list_display = ["variant", "product", "price", "starts", "ends", "standing"]
    list_filter = [StandingFilter]
    list_select_related = ["variant__product"]
    autocomplete_fields = ["variant"]
    search_fields = ["=variant__stock_code", "variant__stock_code", "variant__product__title"]
    actions = ["cancel_prices"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A plan is made or cancelled, never changed: its page only shows."""
        return obj is None and super().has_change_permission(request)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["variant", "product", "price", "starts", "ends", "standing"] if obj else []

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return self.get_readonly_fields(request, obj) if obj else ["prices", "starts", "ends"]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        codes = request.GET.get(PLANNED_FOR, "").split(",")
        variants = Variant.objects.filter(stock_code__in=codes).order_by("stock_code")
        return {
            "prices": "\n".join(f"{each.stock_code}: {each.cost().amount}" for each in variants)
        }

    def save_model(self, request: HttpRequest, obj: PlannedPrice, form: Any, change: Any) -> None:
        if not change:
            said = form.cleaned_data
            plans = services.plan_prices(
                prices=read_lines(said["prices"]), starts=said["starts"], ends=said["ends"]
            )
            obj.pk, obj.price, obj.during = plans[0].pk, plans[0].price, plans[0].during

    def response_add(
        self, request: HttpRequest, obj: PlannedPrice, post_url_continue: str | None = None
    ) -> HttpResponse:
        prices = len(read_lines(request.POST["prices"]))
        messages.success(request, f"Planned for {prices} variants.")
        return HttpResponseRedirect(reverse("admin:catalog_plannedprice_changelist"))

    @admin.display(description="product", ordering="variant__product__title")
    def product(self, plan: PlannedPrice) -> str:
        return plan.variant.title_within(plan.variant.product)

    @admin.action(description="Cancel (one that counts now ends at once)", permissions=["change"])
    def cancel_prices(self, request: HttpRequest, chosen: QuerySet[PlannedPrice]) -> None:
        with_each(request, chosen, lambda pk: services.cancel_planned_price(plan_id=pk))
