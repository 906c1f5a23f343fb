from decimal import Decimal
from typing import Any

from django.contrib.postgres.fields import ArrayField, DateTimeRangeField
from django.db import models
from django.db.models import Q

from apps.orders.models.lines import OrderLine
from apps.orders.models.orders import Order
from apps.orders.models.periods import always
from apps.orders.rules import PromotionKind

_NOTHING = {"percent": 0, "amount": 0, "buy": 0, "get": 0}
_KINDS = [kind.value for kind in PromotionKind]


def _names(length: int, **options: Any) -> "ArrayField[list[str], list[str]]":
    return ArrayField(models.CharField(max_length=length, **options), default=list, blank=True)


def _only(kind: str, asked: Q, *said: str) -> Q:
    """A promotion of that kind says this, and nothing of what other kinds say."""
    unsaid = {name: value for name, value in _NOTHING.items() if name not in said}
    return ~Q(kind=kind) | (asked & Q(**unsaid))


class Promotion(models.Model):
    """A rule that takes something off a price while it is valid (see `rules.discounts`).

    One that orders may have used never changes: it ends, and another one begins.
    """

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=16, choices=[(kind, kind) for kind in _KINDS])
    percent = models.DecimalField(max_digits=6, decimal_places=5, default=Decimal(0))
    amount = models.DecimalField(max_digits=14, decimal_places=3, default=Decimal(0))
    currency = models.CharField(max_length=3, blank=True)
    buy = models.PositiveSmallIntegerField(default=0)
    get = models.PositiveSmallIntegerField(default=0)
    minimum = models.DecimalField(max_digits=14, decimal_places=3, default=Decimal(0))
    skus = _names(80)
    products = ArrayField(models.UUIDField(), default=list, blank=True)
    tax_classes = _names(40)
    countries = _names(2)
    members_only = models.BooleanField(default=False)
    needs_voucher = models.BooleanField(default=False)
    stacks = models.BooleanField(default=True)
    priority = models.SmallIntegerField(default=0)
    valid_during = DateTimeRangeField(default=always)

    class Meta:
        constraints = [
            models.CheckConstraint(name="promotion_kind_known", condition=Q(kind__in=_KINDS)),
            models.CheckConstraint(
                name="promotion_percentage",
                condition=_only(
                    PromotionKind.PERCENTAGE.value, Q(percent__gt=0, percent__lte=1), "percent"
                ),
            ),
            models.CheckConstraint(
                name="promotion_fixed",
                condition=_only(
                    PromotionKind.FIXED.value, Q(amount__gt=0) & ~Q(currency=""), "amount"
                ),
            ),
            models.CheckConstraint(
                name="promotion_buy_get",
                condition=_only(PromotionKind.BUY_GET.value, Q(buy__gt=0, get__gt=0), "buy", "get"),
            ),
            models.CheckConstraint(
                name="promotion_free_shipping",
                condition=_only(PromotionKind.FREE_SHIPPING.value, Q()),
            ),
            models.CheckConstraint(
                name="promotion_minimum_in_a_currency",
                condition=Q(minimum=0) | (Q(minimum__gt=0) & ~Q(currency="")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OrderDiscount(models.Model):
    """What a promotion took off a line of an order; without a line, off its shipping."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="discounts")
    line = models.ForeignKey(
        OrderLine, null=True, on_delete=models.PROTECT, related_name="discounts"
    )
    # Without a constraint: an order locks no row that all orders share.
    promotion = models.ForeignKey(
        Promotion, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    voucher_id = models.BigIntegerField(null=True)
    amount = models.DecimalField(max_digits=14, decimal_places=3)

    class Meta:
        constraints = [
            models.CheckConstraint(name="order_discount_above_zero", condition=Q(amount__gt=0)),
            models.UniqueConstraint(
                fields=["order", "line", "promotion"],
                nulls_distinct=False,
                name="order_discount_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} off by {self.promotion_id}"
