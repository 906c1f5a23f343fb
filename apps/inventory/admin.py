"""Staff looks at the stock here. Nothing is changed by hand: balances are sums of the ledger."""

from django.contrib import admin

from apps.inventory.models import Movement, Reservation, Stock, Warehouse
from shop.kernel.admin import ReadOnlyAdmin


@admin.register(Warehouse)
class WarehouseAdmin(ReadOnlyAdmin):
    list_display = ("code", "name")
    search_fields = ("code", "name")


@admin.register(Stock)
class StockAdmin(ReadOnlyAdmin):
    list_display = ("sku", "warehouse", "on_hand", "reserved", "free")
    list_filter = ("warehouse",)
    search_fields = ("sku",)


@admin.register(Movement)
class MovementAdmin(ReadOnlyAdmin):
    list_display = (
        "created_at",
        "cause",
        "sku",
        "warehouse",
        "on_hand",
        "reserved",
        "order_id",
        "actor",
    )
    list_filter = ("cause", "created_at")
    search_fields = ("=sku", "=order_id")
    search_help_text = "A whole SKU, or the id of an order"
    show_full_result_count = False


@admin.register(Reservation)
class ReservationAdmin(ReadOnlyAdmin):
    list_display = ("order_id", "state", "expires_at", "created_at", "units")
    list_filter = ("state", "created_at")
    search_fields = ("=order_id",)
    search_help_text = "The id of an order"
    show_full_result_count = False
    fields = ("order_id", "state", "expires_at", "created_at", "units")

    @admin.display(description="units")
    def units(self, reservation: Reservation) -> str:
        return ", ".join(str(hold) for hold in reservation.holds.all())
