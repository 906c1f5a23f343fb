from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from apps.catalog import services
from apps.catalog.admin.planned_prices import PLANNED_FOR, PlannedPriceInline
from apps.catalog.admin.price_history import prices_over_time
from apps.catalog.models import Variant
from apps.catalog.rules.drafts import VariantDraft
from shop.kernel.admin import ServiceAdmin, amount


@admin.register(Variant)
class VariantAdmin(ServiceAdmin):
    list_display = [
        "stock_code",
        "product",
        amount("price"),
        amount("compare_at_price"),
        "currency",
    ]
    list_filter = ["product__state"]
    list_select_related = ["product"]
    search_fields = ["=sku", "=stock_code", "=barcode", "stock_code", "product__title"]
    autocomplete_fields = ["product"]
    actions = ["plan_prices"]

    @admin.action(description="Plan other prices for a time", permissions=["change"])
    def plan_prices(self, request: HttpRequest, chosen: QuerySet[Variant]) -> HttpResponse:
        codes = ",".join(chosen.values_list("stock_code", flat=True))
        form = reverse("admin:catalog_plannedprice_add")
        return HttpResponseRedirect(f"{form}?{urlencode({PLANNED_FOR: codes})}")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        named = ["product", "stock_code"] if obj else ["product"]
        costs = ["price", "compare_at_price", "weight_grams", "barcode"]
        history = ["prices_over_time"] if obj else []
        return [*named, "sku", "option_values", *costs, *history]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        fixed = ["product", "stock_code", "sku", "option_values", "prices_over_time"]
        return fixed if obj else []

    @admin.display(description="prices over time")
    def prices_over_time(self, variant: Variant) -> str:
        return prices_over_time(variant)

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        return [PlannedPriceInline] if obj else []

    def save_model(self, request: HttpRequest, obj: Variant, form: Any, change: Any) -> None:
        draft = VariantDraft(
            sku=obj.sku,
            option_values=tuple(obj.option_values),
            price=obj.price,
            compare_at_price=obj.compare_at_price,
            weight_grams=obj.weight_grams,
            barcode=obj.barcode,
        )
        if change:
            services.revise_variant(stock_code=obj.stock_code, variant=draft)
            return
        made = services.add_variant(product_id=obj.product_id, variant=draft)
        obj.pk, obj.stock_code = made.pk, made.stock_code
