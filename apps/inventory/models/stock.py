from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from apps.inventory.models.columns import sku_column
from apps.inventory.models.movements import Cause, Movement
from apps.inventory.models.warehouses import Warehouse
from apps.inventory.rules import MAX_ON_HAND, checked_quantity
from shop.kernel.errors import DomainError, InvalidInput


class Unavailable(models.TextChoices):
    """Why units on hand are not for sale, although nobody has asked for them."""

    DAMAGED = "damaged"
    QUALITY_CONTROL = "quality_control", "Quality control"
    SAFETY_STOCK = "safety_stock", "Safety stock"


FREE = F("on_hand") - F("reserved") - F("damaged") - F("quality_control") - F("safety_stock")
"""Units that are promised to nobody and may be sold, in a query."""


def balance() -> "models.IntegerField[int, int]":
    """So many units, never fewer than none."""
    return models.IntegerField(default=0, db_default=0)


class Stock(models.Model):
    """The balances of one SKU in one warehouse, in units.

    On hand is all that lies there. Of it, some units are reserved for orders, and some unavailable:
    damaged, in quality control, or kept as safety stock. Incoming units are on their way and not on
    hand yet. All change only through the verbs below. Each returns the line for the ledger, which
    has to be written in the same transaction.

    Where the units are numbered tickets, it is `ticketed`; tickets and balances change together.
    """

    sku = sku_column()
    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="stock")
    on_hand = models.IntegerField(default=0)
    reserved = models.IntegerField(default=0)
    damaged = balance()
    quality_control = balance()
    safety_stock = balance()
    incoming = balance()
    ticketed = models.BooleanField(default=False, db_default=False)

    class Meta:
        ordering = ["sku", "warehouse_id"]
        verbose_name_plural = "stock"
        constraints = [
            models.UniqueConstraint(fields=["sku", "warehouse"], name="inventory_stock_once"),
            models.CheckConstraint(name="inventory_stock_named", condition=~Q(sku="")),
            models.CheckConstraint(
                name="inventory_stock_not_oversold",
                condition=Q(
                    reserved__gte=0,
                    reserved__lte=F("on_hand")
                    - F("damaged")
                    - F("quality_control")
                    - F("safety_stock"),
                ),
            ),
            models.CheckConstraint(
                name="inventory_stock_unavailable",
                condition=Q(damaged__gte=0, quality_control__gte=0, safety_stock__gte=0),
            ),
            models.CheckConstraint(
                name="inventory_stock_limit", condition=Q(on_hand__lte=MAX_ON_HAND)
            ),
            models.CheckConstraint(
                name="inventory_stock_incoming",
                condition=Q(incoming__gte=0, incoming__lte=MAX_ON_HAND),
            ),
            models.UniqueConstraint(
                fields=["sku"],
                name="inventory_stock_tickets_in_one_place",
                condition=Q(ticketed=True),
            ),
            ExclusionConstraint(
                name="inventory_stock_tickets_or_goods",
                expressions=[
                    ("sku", RangeOperators.EQUAL),
                    ("ticketed", RangeOperators.NOT_EQUAL),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sku} in {self.warehouse_id}"

    @property
    def unavailable(self) -> int:
        """Units on hand that are not for sale, whatever the reason."""
        return self.damaged + self.quality_control + self.safety_stock

    @property
    def free(self) -> int:
        """Units that are promised to nobody and may be sold."""
        return self.on_hand - self.reserved - self.unavailable

    def receive(self, quantity: int) -> Movement:
        """New units arrived."""
        self._refuse_ticketed()
        return self._move(Cause.RECEIVED, on_hand=checked_quantity(quantity))

    def receive_ordered(self, quantity: int, *, expected: int) -> Movement:
        """Units that a supplier owed arrived; so many of them were expected."""
        arrived = checked_quantity(quantity)
        return self._move(Cause.RECEIVED, on_hand=arrived, incoming=-min(expected, arrived))

    def order(self, delta: int) -> Movement:
        """So many units more, or fewer, are on their way here from a supplier."""
        if delta == 0:
            raise InvalidInput("An order of 0 units changes nothing: give the difference.")
        return self._move(Cause.ORDERED, incoming=delta)

    def adjust(self, delta: int) -> Movement:
        """So many units more, or fewer, are there than the books say."""
        if delta == 0:
            raise InvalidInput("An adjustment by 0 units changes nothing: give the difference.")
        checked_quantity(abs(delta))
        return self._move(Cause.ADJUSTED, on_hand=delta)

    def count(self, delta: int) -> Movement:
        """So many units more, or fewer, were counted than the books said in that moment."""
        if delta == 0:
            raise InvalidInput("A count without a variance changes nothing: leave it out.")
        return self._move(Cause.COUNTED, on_hand=delta)

    def hold(self, quantity: int) -> Movement:
        """Free units are kept for an order."""
        return self._move(Cause.HELD, reserved=checked_quantity(quantity))

    def commit(self, quantity: int) -> Movement:
        """Held units are paid."""
        return self._move(Cause.COMMITTED, committed=checked_quantity(quantity))

    def let_go(self, quantity: int, *, paid: bool) -> Movement:
        """Held units, or units that are paid already, are for sale again."""
        return self._move(Cause.RELEASED, reserved=-quantity, committed=-quantity if paid else 0)

    def ship(self, quantity: int) -> Movement:
        """Paid units left the house."""
        return self._move(Cause.SHIPPED, on_hand=-quantity, reserved=-quantity, committed=-quantity)

    def take_back(self, quantity: int) -> Movement:
        """Shipped units came back and are for sale again."""
        return self._move(Cause.RETURNED, on_hand=quantity)

    def set_aside(self, quantity: int, why: Unavailable) -> Movement:
        """Free units are not for sale for the time being."""
        return self._move(Cause.SET_ASIDE, **{why: checked_quantity(quantity)})

    def put_back(self, quantity: int, why: Unavailable) -> Movement:
        """Units that were set aside for this reason are for sale again."""
        return self._move(Cause.SET_ASIDE, **{why: -checked_quantity(quantity)})

    def write_off(self, quantity: int, why: Unavailable | None = None) -> Movement:
        """Units are gone for good: free ones, or such as are damaged or in quality control."""
        if why == Unavailable.SAFETY_STOCK:
            raise InvalidInput("Safety stock is as good as any: put it back, then write it off.")
        self._refuse_ticketed()
        lost = -checked_quantity(quantity)
        return self._move(Cause.WRITTEN_OFF, on_hand=lost, **({why: lost} if why else {}))

    def open_tickets(self, quantity: int) -> Movement:
        """So many new tickets are for sale. Raises DomainError where units are no tickets."""
        if not self.ticketed and (self.on_hand or self.reserved or self.incoming):
            raise DomainError(f"{self} has units without numbers: tickets need a SKU of their own.")
        self.ticketed = True
        return self._move(Cause.RECEIVED, on_hand=checked_quantity(quantity))

    def withdraw_tickets(self, quantity: int) -> Movement:
        """So many tickets that nobody has are for sale no more."""
        return self._move(Cause.WRITTEN_OFF, on_hand=-checked_quantity(quantity))

    def send_away(self, quantity: int) -> Movement:
        """Free units left for another warehouse."""
        return self._move(Cause.TRANSFERRED, on_hand=-checked_quantity(quantity))

    def expect(self, quantity: int) -> Movement:
        """Units of another warehouse are on their way here."""
        return self._move(Cause.TRANSFERRED, incoming=checked_quantity(quantity))

    def take_in(self, quantity: int) -> Movement:
        """Units that were on their way arrived."""
        arrived = checked_quantity(quantity)
        return self._move(Cause.TRANSFERRED, on_hand=arrived, incoming=-arrived)

    def give_up(self, quantity: int) -> Movement:
        """Units that were on their way will not arrive."""
        return self._move(Cause.TRANSFERRED, incoming=-checked_quantity(quantity))

    def _refuse_ticketed(self) -> None:
        if self.ticketed:
            raise DomainError(
                f"The units of {self} are numbered tickets: open tickets, or withdraw some."
            )

    def _move(self, cause: Cause, *, committed: int = 0, **units: int) -> Movement:
        if cause in _OF_GOODS:
            self._refuse_ticketed()
        balances = {name: getattr(self, name) + change for name, change in units.items()}
        self._refuse_impossible(Stock(**{**self._balances(), **balances}))
        for name, units_now in balances.items():
            setattr(self, name, units_now)
        return Movement(
            sku=self.sku, warehouse=self.warehouse_id, cause=cause, committed=committed, **units
        )

    def _balances(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in STORED_BALANCES}

    def _refuse_impossible(self, after: "Stock") -> None:
        if min(after.damaged, after.quality_control, after.safety_stock) < 0:
            raise DomainError(f"{self} has not so many units aside: {self._aside()}.")
        if after.free < 0 or after.reserved < 0:
            raise DomainError(
                f"{self} has {self.on_hand} units, {self.reserved} of them promised to orders and"
                f" {self.unavailable} unavailable: {after.on_hand} with {after.reserved} promised"
                f" and {after.unavailable} unavailable is impossible. Take away free units only."
            )
        if after.incoming < 0:
            raise DomainError(f"Only {self.incoming} units are on their way to {self}.")
        if max(after.on_hand, after.incoming) > MAX_ON_HAND:
            raise DomainError(f"{self} cannot hold more than {MAX_ON_HAND:,} units.")

    def _aside(self) -> str:
        return ", ".join(f"{getattr(self, why)} {why.label.lower()}" for why in Unavailable)


STORED_BALANCES = ("on_hand", "reserved", *Unavailable.values, "incoming")
"""The balances that a row of stock has. What is paid of the reserved units, the ledger says."""

_OF_GOODS = {Cause.ADJUSTED, Cause.COUNTED, Cause.SET_ASIDE, Cause.TRANSFERRED}
