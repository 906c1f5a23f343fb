from django.db import models
from django.db.models import F, Q

from apps.inventory.models.columns import sku_column
from apps.inventory.models.movements import Cause, Movement
from apps.inventory.rules import MAX_ON_HAND, checked_quantity
from shop.kernel.errors import DomainError, InvalidInput


class Warehouse(models.Model):
    """A place where units lie. Its code never changes: events and the ledger name it."""

    code = models.CharField(max_length=32, primary_key=True, db_collation="C")
    name = models.CharField(max_length=100)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(name="inventory_warehouse_code", condition=~Q(code="")),
        ]

    def __str__(self) -> str:
        return self.code


class Stock(models.Model):
    """The balances of one SKU in one warehouse, in units.

    They change only through the verbs below. Each returns the line for the ledger, which has to be
    written in the same transaction.
    """

    sku = sku_column()
    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="stock")
    on_hand = models.IntegerField(default=0)
    reserved = models.IntegerField(default=0)

    class Meta:
        ordering = ["sku", "warehouse_id"]
        verbose_name_plural = "stock"
        constraints = [
            models.UniqueConstraint(fields=["sku", "warehouse"], name="inventory_stock_once"),
            models.CheckConstraint(name="inventory_stock_named", condition=~Q(sku="")),
            models.CheckConstraint(
                name="inventory_stock_not_oversold",
                condition=Q(reserved__gte=0, reserved__lte=F("on_hand")),
            ),
            models.CheckConstraint(
                name="inventory_stock_limit", condition=Q(on_hand__lte=MAX_ON_HAND)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sku} in {self.warehouse_id}"

    @property
    def free(self) -> int:
        """Units that are promised to nobody."""
        return self.on_hand - self.reserved

    def receive(self, quantity: int) -> Movement:
        """New units arrived."""
        return self._move(Cause.RECEIVED, on_hand=checked_quantity(quantity))

    def adjust(self, delta: int) -> Movement:
        """So many units more, or fewer, are there than the books say."""
        if delta == 0:
            raise InvalidInput("An adjustment by 0 units changes nothing: give the difference.")
        checked_quantity(abs(delta))
        return self._move(Cause.ADJUSTED, on_hand=delta)

    def let_go(self, quantity: int) -> Movement:
        """Held units are for sale again."""
        return self._move(Cause.RELEASED, reserved=-quantity)

    def ship(self, quantity: int) -> Movement:
        """Held units left the house."""
        return self._move(Cause.SHIPPED, on_hand=-quantity, reserved=-quantity)

    def take_back(self, quantity: int) -> Movement:
        """Shipped units came back and are for sale again."""
        return self._move(Cause.RETURNED, on_hand=quantity)

    def _move(self, cause: Cause, *, on_hand: int = 0, reserved: int = 0) -> Movement:
        self._refuse_impossible(self.on_hand + on_hand, self.reserved + reserved)
        self.on_hand += on_hand
        self.reserved += reserved
        return Movement(
            sku=self.sku,
            warehouse=self.warehouse_id,
            cause=cause,
            on_hand=on_hand,
            reserved=reserved,
        )

    def _refuse_impossible(self, on_hand: int, reserved: int) -> None:
        if not 0 <= reserved <= on_hand:
            raise DomainError(
                f"{self} has {self.on_hand} units, {self.reserved} of them promised to orders:"
                f" {on_hand} with {reserved} promised is impossible. Take away free units only."
            )
        if on_hand > MAX_ON_HAND:
            raise DomainError(f"{self} cannot hold more than {MAX_ON_HAND:,} units.")
