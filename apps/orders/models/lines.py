from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from apps.orders.models.columns import seats_column
from apps.orders.models.orders import Order
from apps.orders.rules import Portion, Units
from shop.events.orders import GOODS, TICKETED, OrderedItem
from shop.kernel.errors import DomainError
from shop.kernel.identity import new_id
from shop.kernel.money import money


class OrderLine(models.Model):
    """So many units of one SKU at the price that was agreed; every unit is somewhere.

    `gross` is what its price says, by the rule `offer_id`, and `discount` what was taken off that;
    whether tax is in it or comes on top, its order knows.
    `cancelling` ones are not wanted, and still sent if it is too late to leave them out.
    `returning` ones of those that were sent are asked back by their buyer, and not there yet.
    `awaited` ones are still to come, on the day that is promised or as soon as there are any.
    Of tickets, `seats` are those that the buyer picked, and `gone_seats` those of a rejected order
    that could not be had.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    sku = models.CharField(max_length=80)
    title = models.CharField(max_length=500)
    quantity = models.PositiveIntegerField()
    ticketed = models.BooleanField(default=False, db_default=False)
    seats = seats_column()
    gone_seats = seats_column()
    unit_price = models.DecimalField(max_digits=14, decimal_places=3)
    gross = models.DecimalField(max_digits=14, decimal_places=3, default=Decimal(0))
    discount = models.DecimalField(
        max_digits=14, decimal_places=3, default=Decimal(0), db_default=Decimal(0)
    )
    offer_id = models.BigIntegerField(null=True)
    tax_rate = models.DecimalField(max_digits=6, decimal_places=5)
    tax_amount = models.DecimalField(max_digits=14, decimal_places=3)
    tax_rate_id = models.BigIntegerField(null=True)
    available = models.PositiveIntegerField(null=True)
    shipped = models.PositiveIntegerField(default=0)
    cancelled = models.PositiveIntegerField(default=0)
    cancelling = models.PositiveIntegerField(default=0, db_default=0)
    returned = models.PositiveIntegerField(default=0)
    returning = models.PositiveIntegerField(default=0, db_default=0)
    awaited = models.PositiveIntegerField(default=0, db_default=0)
    promised_for = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "position"], name="order_line_place_once"),
            models.CheckConstraint(name="order_line_quantity", condition=Q(quantity__gt=0)),
            models.CheckConstraint(
                name="order_line_amounts_not_negative", condition=Q(gross__gte=0, tax_amount__gte=0)
            ),
            models.CheckConstraint(
                name="order_line_discount_within_gross",
                condition=Q(discount__gte=0, discount__lte=F("gross")),
            ),
            models.CheckConstraint(
                name="order_line_returns_what_was_sent",
                condition=Q(returning__lte=F("shipped")),
            ),
            models.CheckConstraint(
                name="order_line_units_add_up",
                condition=Q(
                    quantity__gte=F("shipped")
                    + F("cancelled")
                    + F("returned")
                    + F("awaited")
                    + F("cancelling")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.sku}"

    @property
    def worth(self) -> Decimal:
        """What its buyer pays for all of it, tax included."""
        price = self.gross - self.discount
        return price if self.order.tax_included else price + self.tax_amount

    @property
    def open_quantity(self) -> int:
        """Units that are neither sent, nor given up, nor back."""
        return self.quantity - self.shipped - self.cancelled - self.returned

    @property
    def gone(self) -> int:
        """Units that the buyer need not pay: given up, or back."""
        return self.cancelled + self.returned

    def portion(self, units: int) -> Portion:
        """The last `units` of those that are gone."""
        return Portion(units=units, gone_before=self.gone - units, of=self.quantity)

    def give_up(self, units: int) -> int:
        """The buyer wants so many of those that were not sent no more, first what is still to come.

        Returns how many are there for others now. Raises DomainError.
        """
        self._confirm_open(units)
        self.cancelled += units
        return units - self.take_in(units)

    def ask_out(self, units: int) -> None:
        """The same, if they can still be left out of the parcel. Raises DomainError."""
        self._confirm_open(units)
        self.cancelling += units

    def _confirm_open(self, units: int) -> None:
        if self.ticketed:
            raise DomainError(
                f"{self.title} is a ticket: tickets are only cancelled with the whole order."
            )
        if units > self.open_quantity:
            raise DomainError(
                f"Only {self.open_quantity} units of {self.title} can still be cancelled."
            )

    def send_back(self, units: int) -> None:
        """The buyer wants to send so many back. Raises DomainError for what he has not."""
        if self.ticketed:
            raise DomainError(f"{self.title} is a ticket, and tickets are not taken back.")
        if units > self.shipped - self.returning:
            left = self.shipped - self.returning
            raise DomainError(f"Only {left} units of {self.title} can be sent back.")
        self.returning += units

    def take_back(self, units: int, *, of: int) -> None:
        """Of so many that were to come back, these did; the others stay with the buyer."""
        self.returning -= of
        self.shipped -= units
        self.returned += units

    def come_back(self) -> int:
        """What was sent of it is back; returns how many units."""
        units, self.shipped = self.shipped, 0
        self.returned += units
        return units

    def take_in(self, units: int) -> int:
        """Of so many units that came, this line waits for those no more that it did; how many.

        Nothing is promised any more once it waits for none.
        """
        arrived = min(units, self.awaited)
        self.awaited -= arrived
        self.promised_for = self.promised_for if self.awaited else None
        return arrived

    @property
    def units(self) -> Units:
        """Where they are."""
        return Units(
            quantity=self.quantity,
            shipped=self.shipped,
            cancelled=self.cancelled,
            returned=self.returned,
        )

    def as_item(self, currency: str) -> OrderedItem:
        return OrderedItem(
            line_id=self.id,
            sku=self.sku,
            title=self.title,
            quantity=self.quantity,
            unit_price=money(self.unit_price, currency),
            kind=TICKETED if self.ticketed else GOODS,
            seats=tuple(self.seats),
        )
