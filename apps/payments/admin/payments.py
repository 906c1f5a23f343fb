"""Payments can be looked at, never edited: every move is made by a service."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from apps.payments.models import (
    GatewayCallback,
    Payment,
    PaymentAttempt,
    Refund,
    RefundGrant,
    SavedCard,
)
from apps.payments.services import refund_to_wallet, retry_refund
from shop.kernel.admin import CallbackAdmin, ReadOnlyAdmin, ReadOnlyInline, amount
from shop.kernel.errors import DomainError

_SECRETS = ("token", "return_url", "action_url", "action_page")


@admin.display(description="order", ordering="payment__order_id")
def _order(row: PaymentAttempt | Refund) -> str:
    return _named(row.payment)


def _named(payment: Payment) -> str:
    """By the number that people know, which payments of long ago do not have."""
    return payment.order_number or str(payment.order_id)


class AttemptsInline(ReadOnlyInline):
    model = PaymentAttempt
    exclude = _SECRETS


class GrantsInline(ReadOnlyInline):
    model = RefundGrant


class RefundsInline(ReadOnlyInline):
    model = Refund

    def get_queryset(self, request: HttpRequest) -> QuerySet[Refund]:
        return super().get_queryset(request).select_related("attempt")


@admin.register(Payment)
class PaymentAdmin(ReadOnlyAdmin):
    list_display = (
        "order", "state", amount("amount"), "currency", amount("captured"), amount("refunded"),
        "created_at",
    )  # fmt: skip
    list_filter = ("state",)
    search_fields = ("=id", "=order_id", "=customer_id")
    ordering = ("-created_at",)
    inlines = (AttemptsInline, GrantsInline, RefundsInline)

    @admin.display(description="order", ordering="order_id")
    def order(self, payment: Payment) -> str:
        return _named(payment)


@admin.register(PaymentAttempt)
class PaymentAttemptAdmin(ReadOnlyAdmin):
    exclude = _SECRETS
    list_display = (
        _order, "number", "method", "gateway", "state", "reason",
        amount("captured", currency="payment.currency"), "claims", "due_at",
    )  # fmt: skip
    list_filter = ("state", "method")
    list_select_related = ("payment",)
    search_fields = ("=id", "=payment__order_id", "=gateway_id")
    ordering = ("-created_at",)


@admin.register(Refund)
class RefundAdmin(ReadOnlyAdmin):
    list_display = (
        _order, amount("amount", currency="payment.currency"), "reason", "state", "destination",
        "refusal", "retries", "due_at",
    )  # fmt: skip
    list_filter = ("state", "destination")
    list_select_related = ("payment",)
    search_fields = ("=id", "=payment__order_id")
    ordering = ("-created_at",)
    actions = ("try_again", "give_to_wallet")

    @admin.action(description="Ask the gateway once more", permissions=["help"])
    def try_again(self, request: HttpRequest, chosen: QuerySet[Refund]) -> None:
        _help_each(request, chosen, lambda refund_id: retry_refund(refund_id=refund_id))

    @admin.action(description="Give as wallet money instead", permissions=["help"])
    def give_to_wallet(self, request: HttpRequest, chosen: QuerySet[Refund]) -> None:
        _help_each(request, chosen, lambda refund_id: refund_to_wallet(refund_id=refund_id))

    def has_help_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("payments.change_refund"))


@admin.register(GatewayCallback)
class GatewayCallbackAdmin(CallbackAdmin):
    """What gateways told us about charges."""


def _help_each(
    request: HttpRequest, refunds: QuerySet[Refund], service: Callable[[UUID], None]
) -> None:
    for refund in refunds:
        try:
            service(refund.pk)
        except DomainError as refusal:
            messages.error(request, f"{refund}: {refusal.sentence}")
        else:
            messages.success(request, f"{refund}: done.")


@admin.register(SavedCard)
class SavedCardAdmin(ReadOnlyAdmin):
    """What members can pay with again; what a gateway knows a card by is nobody's business."""

    list_display = ("customer_id", "brand", "last4", "gateway", "state", "created_at")
    list_filter = ("state",)
    search_fields = ("=customer_id",)
    ordering = ("-id",)
    exclude = ("token",)
