"""Admin pages that only show: what changes the business goes through its services."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest


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
