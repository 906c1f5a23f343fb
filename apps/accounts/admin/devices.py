from django.contrib import admin

from apps.accounts.models import LoginSession
from shop.kernel.admin import ReadOnlyAdmin


@admin.register(LoginSession)
class LoginSessionAdmin(ReadOnlyAdmin):
    """Which devices are signed in; a history that nobody edits."""

    list_display = ("id", "user", "user_agent", "last_used_at", "revoked_at", "revoke_reason")
    list_filter = ("revoke_reason", "last_used_at")
    list_select_related = ("user",)
    search_fields = ("=id", "user__email")
    ordering = ("-last_used_at",)
    exclude = ("current_refresh", "previous_refresh")
