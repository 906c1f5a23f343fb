"""What gateways settled, and how it differs from the books."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from apps.payments.models import SettlementBreak, SettlementEntry, SettlementFeed
from apps.payments.services import book_told_refund
from shop.kernel.admin import ReadOnlyAdmin, amount
from shop.kernel.errors import DomainError


@admin.register(SettlementBreak)
class SettlementBreakAdmin(ReadOnlyAdmin):
    """What the matching of this hour found; open ones may only be late."""

    list_display = ("sentence", "in_words", "is_open", "subject", "order", "found_at")
    list_filter = ("is_open", "kind")
    search_fields = ("=id", "=subject", "=order_id")
    search_help_text = "The gateway's id of a charge, or an order's id"
    ordering = ("is_open", "-found_at")
    actions = ("book",)

    @admin.display(description="kind", ordering="kind")
    def in_words(self, difference: SettlementBreak) -> str:
        return difference.kind.replace("_", " ")

    @admin.display(description="order", empty_value="-")
    def order(self, difference: SettlementBreak) -> SafeString | None:
        if difference.order_id is None:
            return None
        page = reverse("admin:orders_order_change", args=[difference.order_id])
        return format_html('<a href="{}">Order page</a>', page)

    @admin.action(description="Book what the gateway gave back by hand", permissions=["help"])
    def book(self, request: HttpRequest, chosen: QuerySet[SettlementBreak]) -> None:
        for difference in chosen:
            try:
                book_told_refund(break_id=difference.pk)
            except DomainError as refusal:
                messages.error(request, f"{difference}: {refusal.sentence}")
            else:
                self.log_change(request, difference, "Booked what the gateway gave back by hand.")
                messages.success(request, f"{difference}: booked.")

    def has_help_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("payments.change_settlementbreak"))


@admin.register(SettlementFeed)
class SettlementFeedAdmin(ReadOnlyAdmin):
    list_display = ("provider", "told_until", "matched_at", "due_at", "claims")
    ordering = ("provider",)


@admin.register(SettlementEntry)
class SettlementEntryAdmin(ReadOnlyAdmin):
    list_display = (
        "at", "provider", "charge_id", amount("came"), amount("went"), "currency", "line_id",
        "told_otherwise",
    )  # fmt: skip
    search_fields = ("=id", "=line_id", "=charge_id")
    ordering = ("-at",)
