from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import models
from django.db.models.functions import Lower, Now

from apps.orders.models.order_constraints import CONSTRAINTS
from apps.orders.models.order_states import OrderState, Promise
from apps.orders.models.taxes import ROUNDINGS
from apps.orders.rules import (
    LONGEST_CODE,
    IllegalMove,
    Paid,
    Rounding,
    confirm_move,
    payment_status,
)
from shop.events.base import Money, PostalAddress
from shop.events.orders import OrderedItem
from shop.kernel import clock
from shop.kernel.errors import DomainError
from shop.kernel.identity import new_id
from shop.kernel.money import money


class Order(models.Model):
    """A customer's promise to buy. States change only through the verbs below.

    Price, tax and address are what the buyer agreed to, whatever the catalog says later. Unless tax
    is included in the prices, it comes on top of them; `total` is with tax in any case. `credited`
    is what he need not pay after all.
    `discount_total` was taken off the lines; `shipping_total` is without `shipping_discount`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=20, unique=True)
    customer_id = models.UUIDField(db_index=True)
    state = models.CharField(max_length=16, choices=OrderState, default=OrderState.PLACED)
    currency = models.CharField(max_length=3)
    total = models.DecimalField(max_digits=14, decimal_places=3)
    tax_total = models.DecimalField(max_digits=14, decimal_places=3)
    tax_included = models.BooleanField(default=True, db_default=True)
    tax_rounding = models.CharField(
        max_length=8,
        choices=[(rule, rule) for rule in ROUNDINGS],
        default=Rounding.LINE.value,
        db_default=Rounding.LINE.value,
    )
    captured = models.DecimalField(max_digits=14, decimal_places=3, default=Decimal(0))
    refunded = models.DecimalField(max_digits=14, decimal_places=3, default=Decimal(0))
    promise = models.CharField(max_length=8, choices=Promise, blank=True, db_default=Promise.NONE)
    credited = models.DecimalField(
        max_digits=14, decimal_places=3, default=Decimal(0), db_default=Decimal(0)
    )
    shipping_method = models.CharField(max_length=40, blank=True)
    shipping_total = models.DecimalField(max_digits=14, decimal_places=3, default=Decimal(0))
    shipping_tax = models.DecimalField(max_digits=14, decimal_places=3, default=Decimal(0))
    discount_total = models.DecimalField(
        max_digits=14, decimal_places=3, default=Decimal(0), db_default=Decimal(0)
    )
    shipping_discount = models.DecimalField(
        max_digits=14, decimal_places=3, default=Decimal(0), db_default=Decimal(0)
    )
    voucher_code = models.CharField(max_length=LONGEST_CODE, blank=True, db_default="")
    shipping_rate_id = models.BigIntegerField(null=True)
    shipping_tax_rate_id = models.BigIntegerField(null=True)
    email = models.CharField(max_length=254, blank=True)
    name = models.CharField(max_length=200)
    line1 = models.CharField(max_length=200)
    line2 = models.CharField(max_length=200, blank=True)
    city = models.CharField(max_length=200)
    postal_code = models.CharField(max_length=20)
    country = models.CharField(max_length=2)
    payment_token = models.CharField(max_length=255, blank=True)
    pay_by = models.DateTimeField(null=True, blank=True)
    tracking_number = models.CharField(max_length=100, blank=True)
    cancellation_requested_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.CharField(max_length=40, blank=True)
    placed_at = models.DateTimeField()
    moved_at = models.DateTimeField(default=clock.now)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = CONSTRAINTS
        indexes = [
            models.Index(fields=["-placed_at"], name="order_newest_first"),
            models.Index(Lower("email"), name="order_of_mail_address"),
        ]

    def __str__(self) -> str:
        return self.number

    def confirm(self) -> None:
        self._move_to(OrderState.CONFIRMED)

    def ship(self, tracking_number: str) -> None:
        self._move_to(OrderState.SHIPPED)
        self.tracking_number = tracking_number

    def deliver(self) -> None:
        if self.state == OrderState.CONFIRMED:
            raise IllegalMove(self.state, OrderState.DELIVERED)
        self._move_to(OrderState.DELIVERED)

    def hand_out_tickets(self) -> None:
        """The buyer has what was ordered as soon as it is confirmed: no parcel brings tickets."""
        self._move_to(OrderState.DELIVERED)

    def cancel(self, reason: str) -> None:
        self._move_to(OrderState.CANCELLED)
        self.cancel_reason = reason
        self.promise = Promise.NONE

    def request_cancellation(self, at: datetime) -> None:
        """Asks for the parcel to be stopped; whether that works is known when shipping answers."""
        if self.state != OrderState.CONFIRMED:
            raise DomainError(f"A {self.state} order has no parcel that could be stopped.")
        if self.cancellation_requested_at is not None:
            raise DomainError("The cancellation of this order was already requested.")
        self.cancellation_requested_at = at

    def credit(self, amount: Decimal) -> None:
        """So much more of it need not be paid. Raises DomainError."""
        if self.credited + amount > self.total:
            raise DomainError(f"More of order {self.number} would be credited than it costs.")
        self.credited += amount

    def hand_over(self, customer_id: UUID) -> UUID:
        """It belongs to this customer from now on; returns to whom it did before."""
        former, self.customer_id = self.customer_id, customer_id
        return former

    @property
    def is_cancelled(self) -> bool:
        return self.state == OrderState.CANCELLED

    @property
    def awaits_payment(self) -> bool:
        return self.state == OrderState.PENDING_PAYMENT

    @property
    def shipping_worth(self) -> Decimal:
        """What its buyer pays for sending it, tax included."""
        return self.shipping_total + (Decimal(0) if self.tax_included else self.shipping_tax)

    @property
    def total_money(self) -> Money:
        return money(self.total, self.currency)

    @property
    def delivery_address(self) -> PostalAddress:
        return PostalAddress(
            name=self.name,
            line1=self.line1,
            line2=self.line2,
            city=self.city,
            postal_code=self.postal_code,
            country=self.country,
        )

    @property
    def payment_status(self) -> str:
        """What became of the money, from this order's own columns."""
        return payment_status(
            Paid(
                total=self.total,
                owed=self.owed.amount,
                captured=self.captured,
                refunded=self.refunded,
                is_promised=self.promise == Promise.GIVEN,
            )
        )

    @property
    def owed(self) -> Money:
        """What it costs its buyer, without what was credited."""
        return money(self.total - self.credited, self.currency)

    @property
    def is_overdue(self) -> bool:
        """Whether a bank did not give what it kept for it, and nobody else did since."""
        broken = self.promise == Promise.BROKEN
        return broken and self.captured - self.refunded < self.owed.amount

    def ordered_items(self) -> tuple[OrderedItem, ...]:
        return tuple(line.as_item(self.currency) for line in self.lines.order_by("position"))

    def open_items(self) -> tuple[OrderedItem, ...]:
        """What is neither sent, nor given up, nor back."""
        lines = [line for line in self.lines.order_by("position") if line.open_quantity]
        return tuple(
            replace(line.as_item(self.currency), quantity=line.open_quantity) for line in lines
        )

    def waits_for_stock(self) -> bool:
        """Whether some of its units are still to come."""
        return self.lines.filter(awaited__gt=0).exists()

    def _move_to(self, target: OrderState) -> None:
        confirm_move(self.state, target)
        self.state = target
        self.moved_at = clock.now()
