from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminSplitDateTime
from django.db.models import QuerySet
from django.http import HttpRequest

from apps.orders.admin.periods import ValidDuring
from apps.orders.admin.rates import RateAdmin
from apps.orders.models import Promotion
from apps.orders.rules import PromotionKind
from apps.orders.services import Condition, Reward, end_promotion, start_promotion
from shop.kernel.errors import DomainError
from shop.kernel.money import rounded

_HUNDRED, _NONE = Decimal(100), Decimal(0)
_EMPTY_IS_ALL = "With blanks between them. Empty: all."


class Words(forms.CharField):
    """Several words in one field."""

    def __init__(self, *, help_text: str = _EMPTY_IS_ALL) -> None:
        super().__init__(required=False, help_text=help_text)

    def clean(self, value: Any) -> Any:
        return str(super().clean(value)).replace(",", " ").split()


class Moment(forms.SplitDateTimeField):
    """A day and a time; empty is for whenever."""

    def __init__(self, *, help_text: str) -> None:
        super().__init__(required=False, help_text=help_text, widget=AdminSplitDateTime())


def _number(help_text: str, *, places: int = 0) -> forms.DecimalField:
    return forms.DecimalField(
        max_digits=14, decimal_places=places, min_value=0, required=False, help_text=help_text
    )


class NewPromotionForm(forms.ModelForm[Promotion]):
    """What is taken off, of what and for whom; which fields are asked depends on the kind."""

    name = forms.CharField(max_length=120, help_text="As buyers read it.")
    kind = forms.ChoiceField(choices=[(kind.value, kind.value) for kind in PromotionKind])
    percent_off = _number("Of a percentage: 10 for 10 %.", places=3)
    amount = _number("Of a fixed promotion.", places=3)
    currency = forms.CharField(
        max_length=3, required=False, help_text="Of the amount and the minimum, like EUR."
    )
    buy = _number("Of so many units that are paid for...")
    get = _number("...so many more come free, the cheapest ones.")
    minimum = _number("What the goods have to cost, before anything is taken off.", places=3)
    skus = Words()
    tax_classes = Words()
    countries = Words(help_text="Where the parcel goes, like DE AT. Empty: anywhere.")
    members_only = forms.BooleanField(required=False)
    needs_voucher = forms.BooleanField(required=False, help_text="Nobody gets it without a code.")
    stacks = forms.BooleanField(
        required=False, initial=True, help_text="Goes together with others; otherwise alone."
    )
    priority = forms.IntegerField(
        initial=0, min_value=-1000, max_value=1000, help_text="The smaller, the earlier."
    )
    begins = Moment(help_text="Empty: now.")
    ends = Moment(help_text="Empty: when somebody ends it.")

    class Meta:
        model = Promotion
        fields: list[str] = []


@admin.register(Promotion)
class PromotionAdmin(ValidDuring, RateAdmin):
    add_form = NewPromotionForm
    asked = (
        *("name", "kind", "percent_off", "amount", "currency", "buy", "get", "minimum"),
        *("skus", "tax_classes", "countries", "members_only", "needs_voucher"),
        *("stacks", "priority", "begins", "ends"),
    )
    list_display: Any = (
        *("name", "takes_off", "counts_for", "needs_voucher", "stacks", "priority"),
        *("begins", "ends"),
    )
    list_filter = ("kind", "needs_voucher")
    search_fields = ("name",)
    ordering = ("-id",)
    actions = ["end_promotions"]

    def save_model(self, request: HttpRequest, obj: Promotion, form: Any, change: Any) -> None:
        said = form.cleaned_data
        obj.pk = start_promotion(
            name=said["name"],
            reward=_reward(said),
            condition=_condition(said),
            stacks=said["stacks"],
            priority=said["priority"],
            begins=said["begins"],
            ends=said["ends"],
        ).pk
        obj.refresh_from_db()

    @admin.display(description="takes off", ordering="kind")
    def takes_off(self, promotion: Promotion) -> str:
        return _TAKES_OFF[promotion.kind](promotion)

    @admin.display(description="for")
    def counts_for(self, promotion: Promotion) -> str:
        return "; ".join(_conditions(promotion)) or "everything"

    @admin.action(description="End now; orders keep what they have", permissions=["add"])
    def end_promotions(self, request: HttpRequest, promotions: "QuerySet[Promotion]") -> None:
        for promotion in promotions:
            try:
                end_promotion(promotion_id=promotion.pk)
            except DomainError as refusal:
                self.message_user(request, refusal.sentence, messages.WARNING)
            else:
                self.message_user(request, f"{promotion} has ended.")


def _percentage(promotion: Promotion) -> str:
    return f"{(promotion.percent * _HUNDRED).normalize():f} %"


def _in_currency(promotion: Promotion, amount: Decimal) -> str:
    return f"{rounded(amount, promotion.currency)} {promotion.currency}"


_TAKES_OFF: dict[str, Callable[[Promotion], str]] = {
    PromotionKind.PERCENTAGE: _percentage,
    PromotionKind.FIXED: lambda promotion: _in_currency(promotion, promotion.amount),
    PromotionKind.BUY_GET: lambda promotion: (
        f"{promotion.get} of {promotion.buy + promotion.get} units"
    ),
    PromotionKind.FREE_SHIPPING: lambda _: "what sending costs",
}


def _conditions(promotion: Promotion) -> Iterator[str]:
    """What has to be true, in words."""
    if promotion.minimum:
        yield f"goods from {_in_currency(promotion, promotion.minimum)} on"
    named: dict[str, Iterable[object]] = {
        "": promotion.skus,
        "products": promotion.products,
        "tax class": promotion.tax_classes,
        "sent to": promotion.countries,
    }
    for what, names in named.items():
        if names:
            yield f"{what} {', '.join(map(str, names))}".strip()
    if promotion.members_only:
        yield "members"


def _reward(said: dict[str, Any]) -> Reward:
    return Reward(
        kind=said["kind"],
        percent=(said["percent_off"] or _NONE) / _HUNDRED,
        amount=said["amount"] or _NONE,
        currency=said["currency"].upper(),
        buy=int(said["buy"] or 0),
        get=int(said["get"] or 0),
    )


def _condition(said: dict[str, Any]) -> Condition:
    return Condition(
        minimum=said["minimum"] or _NONE,
        skus=said["skus"],
        tax_classes=said["tax_classes"],
        countries=[country.upper() for country in said["countries"]],
        members_only=said["members_only"],
        needs_voucher=said["needs_voucher"],
    )
