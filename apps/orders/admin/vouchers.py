from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest

from apps.orders.admin.periods import ValidDuring
from apps.orders.admin.promotions import Moment
from apps.orders.admin.rates import RateAdmin
from apps.orders.models import Voucher
from apps.orders.rules import voucher_code
from apps.orders.services import make_voucher
from shop.kernel.errors import InvalidInput


class NewVoucherForm(forms.ModelForm[Voucher]):
    """A code for a promotion that nobody gets without."""

    code = forms.CharField(max_length=40, help_text="Letters, digits and hyphens, like AUTUMN-10.")
    slots = forms.IntegerField(
        required=False, min_value=1, help_text="For so many orders. Empty: for any number."
    )
    once_per_customer = forms.BooleanField(
        required=False, help_text="Then it is for members alone."
    )
    begins = Moment(help_text="Empty: since ever.")
    ends = Moment(help_text="Empty: with its promotion.")

    class Meta:
        model = Voucher
        fields: list[str] = []

    def clean_code(self) -> str:
        try:
            return voucher_code(self.cleaned_data["code"])
        except InvalidInput as error:
            raise forms.ValidationError(error.sentence) from error


@admin.register(Voucher)
class VoucherAdmin(ValidDuring, RateAdmin):
    add_form = NewVoucherForm
    asked = ("code", "promotion", "slots", "once_per_customer", "begins", "ends")
    list_display = (
        *("code", "promotion", "slots", "used", "once_per_customer"),
        *("begins", "ends"),
    )
    list_select_related = autocomplete_fields = ("promotion",)
    search_fields = ("=code", "promotion__name")
    ordering = ("-id",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Voucher]:
        used = Count("uses", filter=Q(uses__order__isnull=False))
        vouchers: QuerySet[Voucher] = super().get_queryset(request).annotate(used=used)
        return vouchers

    def save_model(self, request: HttpRequest, obj: Voucher, form: Any, change: Any) -> None:
        said = form.cleaned_data
        obj.pk = make_voucher(
            code=said["code"],
            promotion_id=said["promotion"].pk,
            slots=said["slots"],
            once_per_customer=said["once_per_customer"],
            begins=said["begins"],
            ends=said["ends"],
        ).pk
        obj.refresh_from_db()

    @admin.display(description="used")
    def used(self, voucher: Any) -> int:
        """By so many orders; of one that was made just now, by none."""
        return getattr(voucher, "used", 0)
