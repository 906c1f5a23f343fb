"""The outbox for those who run the shop: who is behind, what is parked, what was told."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from outbox_relay.operating.giving_up import skipped_of
from outbox_relay.operating.lines import unpark
from outbox_relay.skip_page import skip_page
from shop.kernel.admin import ReadOnlyAdmin
from shop.kernel.errors import DomainError
from shop.kernel.models import (
    OutboxCursor,
    OutboxEvent,
    OutboxInboxStream,
    OutboxParkedEvent,
    OutboxParkedKey,
    OutboxRefusedRecord,
    OutboxSkipped,
)
from shop.kernel.outbox.standing import standings


class MissesEvents(admin.SimpleListFilter):
    """Streams in which something stood before what was heard, and never came."""

    title = "missing events"
    parameter_name = "misses"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("events", "misses events")]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[OutboxInboxStream]
    ) -> QuerySet[OutboxInboxStream]:
        return queryset.exclude(missing="{}") if self.value() else queryset


@admin.register(OutboxCursor)
class OutboxCursorAdmin(ReadOnlyAdmin):
    """Consumers: where they stand, how far behind, and which relay looks after them."""

    change_list_template = "admin/outbox_relay/consumers.html"
    list_display = ("consumer", "shard", "tick", "owner", "lease_until", "paused")
    ordering = ("consumer", "shard")

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list, with what has to be counted."""
        counted = {
            "standings": standings(),
            "parked": OutboxParkedKey.objects.count(),
            "title": "Outbox",
        }
        answer: HttpResponse = super().changelist_view(
            request, {**(extra_context or {}), **counted}
        )
        return answer


@admin.register(OutboxParkedKey)
class OutboxParkedKeyAdmin(ReadOnlyAdmin):
    """Aggregates whose events a consumer could not handle; everybody may look, few may retry."""

    list_display = ("consumer", "key", "state", "error", "attempts", "next_retry_at", "parked_at")
    list_filter = ("state",)
    search_fields = ("consumer", "=key")
    ordering = ("parked_at",)
    readonly_fields = ("waiting", "given_up")
    actions = ("try_again",)
    change_form_template = "admin/outbox_relay/parked_line.html"

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view(skip_page)
        return [path("<int:parked_id>/skip/", page, name="outbox_skip"), *super().get_urls()]

    def has_retry_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)

    @admin.action(description="Try again now", permissions=["retry"])
    def try_again(self, request: HttpRequest, chosen: QuerySet[OutboxParkedKey]) -> None:
        for parked in chosen:
            try:
                unpark(parked.consumer, parked.key)
            except DomainError as refusal:
                messages.error(request, f"{parked}: {refusal.sentence}")
            else:
                messages.success(request, f"{parked.key} is tried again by {parked.consumer}.")

    @admin.display(description="events in line")
    def waiting(self, parked: OutboxParkedKey) -> str:
        """Their types, the head first. What they say stays in the database: it may be personal."""
        line = OutboxParkedEvent.objects.filter(consumer=parked.consumer, key=parked.key)
        types = line.order_by("outbox_id").values_list("event__type", flat=True)[:50]
        return "\n".join(types)

    @admin.display(description="given up before")
    def given_up(self, parked: OutboxParkedKey) -> str:
        return "\n".join(
            f"{it.event['type']} at {it.skipped_at:%Y-%m-%d %H:%M} by {it.skipped_by}: {it.reason}"
            for it in skipped_of(parked.consumer, parked.key)
        )


@admin.register(OutboxSkipped)
class OutboxSkippedAdmin(ReadOnlyAdmin):
    """Events that consumers were told to give up: which, by whom, and why."""

    list_display = ("skipped_at", "consumer", "type", "reason", "skipped_by", "key")
    search_fields = ("consumer", "=key")
    ordering = ("-id",)
    exclude = ("event",)
    readonly_fields = ("type",)

    @admin.display(description="event")
    def type(self, skipped: OutboxSkipped) -> str:
        return f"{skipped.event['type']}"


@admin.register(OutboxEvent)
class OutboxEventAdmin(ReadOnlyAdmin):
    """Every fact, the latest first."""

    list_display = ("occurred_at", "type", "aggregate_id", "seq", "topic", "topic_seq", "actor")
    search_fields = ("=aggregate_id",)
    search_help_text = "The id of an order, a payment, a product: the whole id"
    ordering = ("-id",)
    exclude = ("payload", "xid")


@admin.register(OutboxInboxStream)
class OutboxInboxStreamAdmin(ReadOnlyAdmin):
    """How far contexts with a database of their own have heard, and what they miss."""

    list_display = ("consumer", "aggregate_type", "aggregate_id", "last_seq", "missing", "heard_on")
    list_filter = (MissesEvents,)
    search_fields = ("=aggregate_id",)
    ordering = ("-heard_on", "-id")


@admin.register(OutboxRefusedRecord)
class OutboxRefusedRecordAdmin(ReadOnlyAdmin):
    """Records of topics that were no events: where each stands, and why it was refused."""

    list_display = ("refused_at", "consumer", "topic", "partition", "offset", "reason")
    search_fields = ("consumer", "topic")
    ordering = ("-id",)
