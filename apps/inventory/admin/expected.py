from django.contrib import admin

from apps.inventory.models import ExpectedUnits
from shop.kernel.admin import ReadOnlyAdmin


@admin.register(ExpectedUnits)
class ExpectedUnitsAdmin(ReadOnlyAdmin):
    """What suppliers owe; purchase orders themselves are kept by suppliers."""

    list_display = ("expected_on", "sku", "warehouse", "outstanding", "number", "supplier")
    list_filter = ("expected_on",)
    search_fields = ("=sku", "=number")
    search_help_text = "A whole SKU, or the number of a purchase order"
    ordering = ("expected_on", "id")
