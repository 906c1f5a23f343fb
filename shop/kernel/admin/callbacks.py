from collections import Counter
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth import get_permission_codename
from django.db.models import QuerySet
from django.http import HttpRequest

from shop.kernel.admin.pages import ReadOnlyAdmin
from shop.kernel.callbacks import read_again
from shop.kernel.errors import DomainError


class CallbackAdmin(ReadOnlyAdmin):
    """Messages of outside firms, as they came. Whoever may change them has them read again."""

    list_display = ("event_id", "provider", "state", "note", "received_at", "claims")
    list_filter = ("state",)
    search_fields = ("=id", "=event_id")
    search_help_text = "The firm's id of the message"
    ordering = ("-received_at",)
    actions = ("read_again",)

    @admin.action(description="Read again", permissions=["help"])
    def read_again(self, request: HttpRequest, chosen: QuerySet[Any]) -> None:
        done, refusals = 0, Counter[str]()
        for callback in chosen.defer("body"):
            try:
                read_again(self.model, callback.pk)
            except DomainError as refusal:
                refusals[refusal.sentence] += 1
            else:
                done += 1
                self.log_change(request, callback, "Had it read again.")
        total = done + refusals.total()
        if done:
            messages.success(request, f"{done} of {total} are read again.")
        for sentence, times in refusals.items():
            messages.error(request, f"{times} of {total}: {sentence}")

    def has_help_permission(self, request: HttpRequest) -> bool:
        codename = get_permission_codename("change", self.opts)
        return bool(request.user.has_perm(f"{self.opts.app_label}.{codename}"))
