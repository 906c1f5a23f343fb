from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from apps.accounts.models import LoginSession, User
from apps.accounts.services import (
    change_contact,
    close_account,
    reopen_account,
    sign_out_everywhere,
)
from shop.kernel.admin import ReadOnlyAdmin, ServiceAdmin


@admin.register(User)
class UserAdmin(ServiceAdmin):
    """Staff correct names and numbers, close accounts and sign devices out."""

    list_display = ("email", "name", "is_active", "is_staff", "created_at")
    list_filter = ("is_active", "is_staff", "locale", "created_at")
    search_fields = ("email", "name", "phone")
    ordering = ("-created_at",)
    fields = (
        "customer_id",
        "email",
        "name",
        "phone",
        "locale",
        "is_active",
        "is_staff",
        "is_superuser",
        "last_login",
        "created_at",
    )
    readonly_fields = (
        "customer_id",
        "email",
        "is_active",
        "is_staff",
        "is_superuser",
        "last_login",
        "created_at",
    )
    actions = ("close_accounts", "reopen_accounts", "sign_out")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        permitted = super().has_change_permission(request, obj)
        return permitted and (obj is None or obj.is_active)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: Any) -> None:
        change_contact(
            customer_id=obj.customer_id, name=obj.name, phone=obj.phone, locale=obj.locale
        )

    @admin.action(description="Close the accounts", permissions=["change"])
    def close_accounts(self, request: HttpRequest, chosen: QuerySet[User]) -> None:
        for user in chosen:
            close_account(customer_id=user.customer_id)
        messages.success(request, "The accounts were closed, their devices signed out.")

    @admin.action(description="Reopen the accounts", permissions=["change"])
    def reopen_accounts(self, request: HttpRequest, chosen: QuerySet[User]) -> None:
        for user in chosen:
            reopen_account(customer_id=user.customer_id)
        messages.success(request, "The accounts were reopened.")

    @admin.action(description="Sign out on all devices", permissions=["change"])
    def sign_out(self, request: HttpRequest, chosen: QuerySet[User]) -> None:
        for user in chosen:
            sign_out_everywhere(customer_id=user.customer_id)
        messages.success(request, "All devices of these accounts were signed out.")


@admin.register(LoginSession)
class LoginSessionAdmin(ReadOnlyAdmin):
    """Which devices are signed in; a history that nobody edits."""

    list_display = ("id", "user", "user_agent", "last_used_at", "revoked_at", "revoke_reason")
    list_filter = ("revoke_reason", "last_used_at")
    list_select_related = ("user",)
    search_fields = ("=id", "user__email")
    ordering = ("-last_used_at",)
    exclude = ("current_refresh", "previous_refresh")
