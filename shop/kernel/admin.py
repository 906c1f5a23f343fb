"""Admin pages that only show: what changes the business goes through its services."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from shop.kernel.errors import DomainError


class _NothingChanges:
    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReadOnlyAdmin(_NothingChanges, admin.ModelAdmin[Any]):
    """A list and a page of facts."""

    show_full_result_count = False


class ReadOnlyInline(_NothingChanges, admin.TabularInline[Any, Any]):
    """Facts that belong to the page's object."""

    extra = 0


class ServiceAdmin(admin.ModelAdmin[Any]):
    """Pages whose `save_model` calls a service, which brings its own transaction.

    The site's own one is left out, and a refusal is shown as a message.
    """

    show_full_result_count = False

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        try:
            answer: HttpResponse = self._changeform_view(  # type: ignore[attr-defined]
                request, object_id, form_url, extra_context
            )
        except DomainError as refusal:
            messages.error(request, refusal.sentence)
            return HttpResponseRedirect(request.get_full_path())
        return answer

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
