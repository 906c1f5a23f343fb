from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from apps.catalog import services
from apps.catalog.admin.planned_prices import PLANNED_FOR, PlannedPriceInline
from apps.catalog.models import Variant
from shop.kernel.admin import ServiceAdmin


@admin.register(Variant)
class VariantAdmin(ServiceAdmin):
    list_display = ["stock_code", "product", "price", "compare_at_price", "currency"]
    list_filter = ["product__state"]
    list_select_related = ["product"]
    search_fields = ["=sku", "=stock_code", "=barcode", "stock_code", "product__title"]
    fields = ["product", "stock_code", "sku", "option_values", "price", "compare_at_price"]
    readonly_fields = ["product", "stock_code", "sku", "option_values"]
    inlines = [PlannedPriceInline]
    actions = ["plan_prices"]

    @admin.action(description="Plan other prices for a time", permissions=["change"])
    def plan_prices(self, request: HttpRequest, chosen: QuerySet[Variant]) -> HttpResponse:
        codes = ",".join(chosen.values_list("stock_code", flat=True))
        form = reverse("admin:catalog_plannedprice_add")
        return HttpResponseRedirect(f"{form}?{urlencode({PLANNED_FOR: codes})}")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Variant, form: Any, change: Any) -> None:
        services.change_price(
            stock_code=obj.stock_code, price=obj.price, compare_at_price=obj.compare_at_price
        )
