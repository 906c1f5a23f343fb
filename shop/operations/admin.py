"""Who may do what, and what was done by hand. Roles come from code, so nothing is edited here."""

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group

from shop.kernel.admin import ReadOnlyAdmin

admin.site.unregister(Group)


@admin.register(Group)
class RoleAdmin(ReadOnlyAdmin):
    """What each role may see and do; shop/operations/roles/plan.py says it."""

    list_display = ("name",)
    search_fields = ("name",)
    ordering = ("name",)
    fields = ("name", "may")
    readonly_fields = ("may",)

    @admin.display(description="may")
    def may(self, role: Group) -> str:
        permissions = role.permissions.select_related("content_type")
        return "\n".join(f"{it.content_type.app_label}: {it.name}" for it in permissions)


@admin.register(LogEntry)
class LogEntryAdmin(ReadOnlyAdmin):
    """What was done by hand, by whom, and why."""

    list_display = ("action_time", "user", "content_type", "object_repr", "change_message")
    list_select_related = ("user", "content_type")
    search_fields = ("=object_id", "object_repr", "user__email")
    search_help_text = "The id or the name of what was worked on, or somebody's mail address"
    date_hierarchy = "action_time"
    ordering = ("-action_time",)
