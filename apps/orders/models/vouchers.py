from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import Q

from apps.orders.models.orders import Order
from apps.orders.models.periods import always
from apps.orders.models.promotions import Promotion
from apps.orders.rules import LONGEST_CODE, VOUCHER_CODE


class Voucher(models.Model):
    """A code for a promotion that nobody gets without; with `slots`, for so many orders."""

    code = models.CharField(max_length=LONGEST_CODE, unique=True)
    promotion = models.ForeignKey(Promotion, on_delete=models.PROTECT, related_name="vouchers")
    slots = models.PositiveIntegerField(null=True, blank=True)
    once_per_customer = models.BooleanField(default=False)
    valid_during = DateTimeRangeField(default=always)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="voucher_code_written", condition=Q(code__regex=VOUCHER_CODE)
            ),
            models.CheckConstraint(
                name="voucher_slots_above_zero", condition=Q(slots=None) | Q(slots__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return self.code


class VoucherSlot(models.Model):
    """One use of a voucher. Those of a limited one are there, numbered, before anybody comes.

    So more than that cannot be written, whoever comes at once; those of an unlimited one have no
    number, and are made by the orders that use them.
    """

    voucher = models.ForeignKey(Voucher, on_delete=models.PROTECT, related_name="uses")
    number = models.PositiveIntegerField(null=True)
    order = models.OneToOneField(
        Order, null=True, on_delete=models.PROTECT, related_name="voucher_slot"
    )
    customer_id = models.UUIDField(null=True)
    once = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["voucher", "number"], name="voucher_slot_number_once"),
            models.UniqueConstraint(
                fields=["voucher", "customer_id"],
                condition=Q(once=True),
                name="voucher_once_a_customer",
            ),
            models.CheckConstraint(
                name="voucher_slot_is_an_order_of_a_customer",
                condition=Q(order=None, customer_id=None)
                | Q(order__isnull=False, customer_id__isnull=False),
            ),
            models.CheckConstraint(
                name="voucher_slot_numbered_or_used",
                condition=Q(number__isnull=False) | Q(order__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["voucher", "number"], condition=Q(order=None), name="voucher_slot_free"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.voucher_id} no. {self.number}"
