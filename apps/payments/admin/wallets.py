"""Wallets can be looked at; what staff gives or pays out is a transfer, made by a service."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from apps.payments.models import WalletAccount, WalletEntry, WalletReason, WalletTransfer
from apps.payments.services import credit_wallet, pay_out_wallet
from shop.kernel.admin import ReadOnlyAdmin, ReadOnlyInline, ServiceAdmin, amount, currency_field
from shop.kernel.identity import new_id
from shop.kernel.money import money


@admin.register(WalletAccount)
class WalletAccountAdmin(ReadOnlyAdmin):
    list_display = ("customer_id", amount("balance"), "currency", "created_at")
    search_fields = ("=id", "=customer_id")
    ordering = ("-created_at",)


@admin.register(WalletEntry)
class WalletEntryAdmin(ReadOnlyAdmin):
    list_display = (
        "at", "account", "system", "gateway", amount("amount"), "currency", amount("balance"),
        "transfer",
    )  # fmt: skip
    list_filter = ("system",)
    list_select_related = ("account", "transfer")
    search_fields = ("=id", "=transfer__id", "=account__id", "=account__customer_id")
    ordering = ("-at", "-id")


class EntriesInline(ReadOnlyInline):
    model = WalletEntry

    def get_queryset(self, request: HttpRequest) -> QuerySet[WalletEntry]:
        return super().get_queryset(request).select_related("account")


_BY_STAFF = (
    WalletReason.GOODWILL,
    WalletReason.PROMOTION,
    WalletReason.CORRECTION,
    WalletReason.PAYOUT,
)


class TransferForm(forms.ModelForm[WalletTransfer]):
    """Money that the shop gives or pays out; the hidden key lets a second click do nothing."""

    reason = forms.ChoiceField(
        choices=[(reason.value, reason.label) for reason in _BY_STAFF],
        help_text="A payout leaves the wallet: save it first, then send it to the bank account.",
    )
    customer_id = forms.UUIDField(help_text="As the order names it.")
    amount = forms.DecimalField(min_value=0, max_digits=14, decimal_places=3)
    currency = currency_field()
    key = forms.CharField(max_length=100, widget=forms.HiddenInput, initial=new_id)


@admin.register(WalletTransfer)
class WalletTransferAdmin(ServiceAdmin):
    """What moved between wallets, gateways and the shop.

    To add a transfer is to give a customer money, or to pay out what the wallet holds.
    """

    form = TransferForm
    list_display = ("created_at", "reason", "attempt", "refund", "key")
    list_filter = ("reason",)
    list_select_related = ("attempt", "refund")
    search_fields = ("=id", "=attempt__id", "=refund__id", "=entries__account__customer_id")
    readonly_fields = ("attempt", "refund", "created_at")
    ordering = ("-created_at",)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        gift = ["customer_id", "amount", "currency", "reason", "key"]
        return ["key", "reason", *self.readonly_fields] if obj else gift

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        return [EntriesInline] if obj else []

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: WalletTransfer, form: Any, change: Any) -> None:
        said = form.cleaned_data
        customer_id, amount = said["customer_id"], money(said["amount"], said["currency"])
        if said["reason"] == WalletReason.PAYOUT:
            obj.pk = pay_out_wallet(customer_id=customer_id, amount=amount, key=said["key"])
            return
        obj.pk = credit_wallet(
            customer_id=customer_id, amount=amount, reason=said["reason"], key=said["key"]
        )
