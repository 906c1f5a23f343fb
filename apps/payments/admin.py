"""Payments can be looked at, never edited: every move is made by a service."""

from django.contrib import admin

from apps.payments.models import GatewayCallback, Payment, PaymentAttempt, Refund
from shop.kernel.admin import ReadOnlyAdmin, ReadOnlyInline


class AttemptsInline(ReadOnlyInline):
    model = PaymentAttempt
    exclude = ("token",)


class RefundsInline(ReadOnlyInline):
    model = Refund


@admin.register(Payment)
class PaymentAdmin(ReadOnlyAdmin):
    list_display = ("order_id", "state", "amount", "currency", "captured", "refunded", "created_at")
    list_filter = ("state", "currency")
    search_fields = ("=id", "=order_id", "=customer_id")
    ordering = ("-created_at",)
    inlines = (AttemptsInline, RefundsInline)


@admin.register(PaymentAttempt)
class PaymentAttemptAdmin(ReadOnlyAdmin):
    exclude = ("token",)
    list_display = ("payment", "number", "state", "reason", "captured", "claims", "due_at")
    list_filter = ("state", "reason")
    list_select_related = ("payment",)
    search_fields = ("=id", "=payment__order_id", "=gateway_id")
    ordering = ("-created_at",)


@admin.register(Refund)
class RefundAdmin(ReadOnlyAdmin):
    list_display = ("payment", "amount", "reason", "state", "refusal", "claims", "due_at")
    list_filter = ("state", "reason")
    list_select_related = ("payment",)
    search_fields = ("=id", "=payment__order_id")
    ordering = ("-created_at",)


@admin.register(GatewayCallback)
class GatewayCallbackAdmin(ReadOnlyAdmin):
    list_display = ("event_id", "provider", "state", "note", "received_at", "claims")
    list_filter = ("provider", "state")
    search_fields = ("=id", "=event_id")
    ordering = ("-received_at",)
