from django.contrib import admin

from apps.notifications.models import Contact, KnownOrder, Message
from shop.kernel.admin import ReadOnlyAdmin


@admin.register(Contact)
class ContactAdmin(ReadOnlyAdmin):
    """How to reach people."""

    list_display = ("customer_id", "name", "email", "phone", "locale")
    list_filter = ("locale",)
    search_fields = ("=customer_id", "name", "email")
    ordering = ("customer_id",)
    show_full_result_count = False


@admin.register(KnownOrder)
class KnownOrderAdmin(ReadOnlyAdmin):
    """Whose order is which."""

    list_display = ("number", "order_id", "customer_id")
    search_fields = ("=order_id", "=customer_id", "number")
    ordering = ("-order_id",)
    show_full_result_count = False


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    """What people were told, and what kept it from reaching them."""

    list_display = ("created_at", "kind", "subject", "state", "error", "claims", "sent_at")
    list_filter = ("state", "kind", "channel", "created_at")
    search_fields = ("=id", "=customer_id", "=subject_event", "subject")
    ordering = ("-created_at",)
    show_full_result_count = False
