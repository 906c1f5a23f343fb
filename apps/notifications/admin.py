"""What people were told. Nothing is edited; a message may be sent again by its service."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from apps.notifications.models import Contact, KnownOrder, Message
from apps.notifications.services import send_again
from shop.kernel.admin import ReadOnlyAdmin
from shop.kernel.errors import DomainError


@admin.register(Contact)
class ContactAdmin(ReadOnlyAdmin):
    """How to reach people."""

    list_display = ("customer_id", "name", "email", "phone", "phone_channel", "locale", "erased_at")
    search_fields = ("=customer_id", "=email")
    search_help_text = "A whole mail address, or the id of a customer"
    ordering = ("customer_id",)


@admin.register(KnownOrder)
class KnownOrderAdmin(ReadOnlyAdmin):
    """Whose order is which."""

    list_display = ("number", "order_id", "customer_id")
    search_fields = ("=order_id", "=customer_id", "=number")
    search_help_text = "An order's number, or the id of an order or a customer"
    ordering = ("-order_id",)


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    """What people were told, and what kept it from reaching them."""

    list_display = (
        "created_at",
        "order_number",
        "kind",
        "channel",
        "subject",
        "state",
        "error",
        "copies",
        "sent_at",
    )
    list_filter = ("state", "kind", "created_at")
    search_fields = ("=id", "=customer_id", "=subject_event", "=order_number")
    search_help_text = "An order's number, or the id of a message, a customer or an event"
    # Ids are in the order of time, and have an index.
    ordering = ("-id",)
    exclude = ("secret",)
    actions = ("send_messages_again",)

    def has_resend_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("notifications.resend_message")

    @admin.action(description="Send again", permissions=["resend"])
    def send_messages_again(self, request: HttpRequest, chosen: QuerySet[Any]) -> None:
        sent = sum(self._sent_again(request, message) for message in chosen)
        self.message_user(request, f"{sent} of {len(chosen)} go out again.")

    def _sent_again(self, request: HttpRequest, message: Message) -> bool:
        try:
            send_again(message_id=message.id)
        except DomainError as refusal:
            self.message_user(request, f"{message}: {refusal.sentence}", messages.WARNING)
            return False
        return True
