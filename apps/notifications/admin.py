"""What people were told. Nothing is edited; a message may be sent again by its service."""

from typing import Any, ClassVar
from uuid import UUID

from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from apps.notifications.models import Contact, KnownOrder, Message
from apps.notifications.services import send_again
from shop.kernel.admin import ReadOnlyAdmin
from shop.kernel.errors import DomainError


class FoundByIndex:
    """Searches `id_fields` for an id and `text_fields` for anything else, exactly as it stands.

    Django's own search casts ids to text, which no index answers.
    """

    id_fields: ClassVar[tuple[str, ...]]
    text_fields: ClassVar[tuple[str, ...]]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return queryset.filter(self._matching(search_term.strip())), False

    def _matching(self, term: str) -> Q:
        if not term:
            return Q()
        try:
            names: dict[str, object] = dict.fromkeys(self.id_fields, UUID(term))
        except ValueError:
            names = dict.fromkeys(self.text_fields, term)
        return Q.create(list(names.items()), connector=Q.OR)


@admin.register(Contact)
class ContactAdmin(FoundByIndex, ReadOnlyAdmin):
    """How to reach people."""

    list_display = ("customer_id", "name", "email", "phone", "phone_channel", "locale", "erased_at")
    id_fields, text_fields = ("customer_id",), ("email",)
    search_fields = (*id_fields, *text_fields)
    search_help_text = "A whole mail address, or the id of a customer"
    ordering = ("customer_id",)


@admin.register(KnownOrder)
class KnownOrderAdmin(FoundByIndex, ReadOnlyAdmin):
    """Whose order is which."""

    list_display = ("number", "order_id", "customer_id")
    id_fields, text_fields = ("order_id", "customer_id"), ("number",)
    search_fields = (*id_fields, *text_fields)
    search_help_text = "An order's number, or the id of an order or a customer"
    ordering = ("-order_id",)


@admin.register(Message)
class MessageAdmin(FoundByIndex, ReadOnlyAdmin):
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
    id_fields, text_fields = ("id", "customer_id", "subject_event"), ("order_number",)
    search_fields = (*id_fields, *text_fields)
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
