from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from apps.accounts.models import SavedAddress, User
from apps.accounts.services import (
    change_profile,
    close_account,
    reopen_account,
    request_erasure,
    send_reset,
    sign_out_everywhere,
)
from shop.kernel.admin import ReadOnlyInline, ServiceAdmin
from shop.kernel.errors import DomainError


class SavedAddressInline(ReadOnlyInline):
    """The member's address book."""

    model = SavedAddress
    fields = ("name", "line1", "line2", "postal_code", "city", "country", "is_default")


@admin.register(User)
class UserAdmin(ServiceAdmin):
    """Staff correct names and numbers; all else goes through an action."""

    list_display = ("email", "name", "email_verified_at", "is_active", "is_staff", "created_at")
    list_filter = ("is_active", "is_staff", "created_at")
    search_fields = ("=customer_id", "email", "name", "phone")
    inlines = (SavedAddressInline,)
    ordering = ("-created_at",)
    fields = (
        "customer_id",
        "email",
        "email_verified_at",
        "name",
        "phone",
        "locale",
        "wants_news",
        "is_active",
        "is_staff",
        "is_superuser",
        "last_login",
        "erased_at",
        "created_at",
    )
    readonly_fields = (
        "customer_id",
        "email",
        "email_verified_at",
        "wants_news",
        "is_active",
        "is_staff",
        "is_superuser",
        "last_login",
        "erased_at",
        "created_at",
    )
    actions = ("send_resets", "sign_out", "close_accounts", "reopen_accounts", "erase_owners")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        permitted = super().has_change_permission(request, obj)
        return permitted and (obj is None or obj.is_active)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: Any) -> None:
        change_profile(
            customer_id=obj.customer_id, name=obj.name, phone=obj.phone, locale=obj.locale
        )

    @admin.action(description="Mail a link to set a new password", permissions=["change"])
    def send_resets(self, request: HttpRequest, chosen: QuerySet[User]) -> None:
        self._do(request, chosen, send_reset, done="A mail is on its way.")

    @admin.action(description="Sign out on all devices", permissions=["change"])
    def sign_out(self, request: HttpRequest, chosen: QuerySet[User]) -> None:
        self._do(request, chosen, sign_out_everywhere, done="All devices were signed out.")

    @admin.action(description="Close the accounts", permissions=["change"])
    def close_accounts(self, request: HttpRequest, chosen: QuerySet[User]) -> None:
        self._do(request, chosen, close_account, done="Closed, and all devices signed out.")

    @admin.action(description="Reopen the accounts, or stop an erasure", permissions=["change"])
    def reopen_accounts(self, request: HttpRequest, chosen: QuerySet[User]) -> None:
        self._do(request, chosen, reopen_account, done="The account was reopened.")

    @admin.action(description="Erase the owners (GDPR)", permissions=["change"])
    def erase_owners(self, request: HttpRequest, chosen: QuerySet[User]) -> None:
        self._do(
            request,
            chosen,
            request_erasure,
            done="Closed; its owner is erased as soon as no order is under way and no money owed.",
        )

    def _do(
        self,
        request: HttpRequest,
        chosen: QuerySet[User],
        service: Callable[..., object],
        *,
        done: str,
    ) -> None:
        for customer_id in chosen.values_list("customer_id", flat=True):
            self._do_one(request, customer_id, service, done=done)

    def _do_one(
        self, request: HttpRequest, customer_id: UUID, service: Callable[..., object], *, done: str
    ) -> None:
        try:
            service(customer_id=customer_id)
        except DomainError as refusal:
            messages.error(request, f"{customer_id}: {refusal.sentence}")
        else:
            messages.success(request, f"{customer_id}: {done}")
