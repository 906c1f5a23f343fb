from django.db import models

from apps.inventory.rules import MAX_SKU_LENGTH


class Announcement(models.Model):
    """What the others were last told about a SKU, in units over all warehouses.

    Its row lock puts the announcers of one SKU in line without stopping those who sell it.
    """

    sku = models.CharField(max_length=MAX_SKU_LENGTH, primary_key=True, db_collation="C")
    on_hand = models.BigIntegerField(default=0)
    reserved = models.BigIntegerField(default=0)
    unavailable = models.BigIntegerField(default=0, db_default=0)

    def __str__(self) -> str:
        return (
            f"{self.sku}: {self.on_hand} on hand, {self.reserved} reserved,"
            f" {self.unavailable} unavailable"
        )

    @property
    def available(self) -> int:
        """Units that may be sold, as far as others were told."""
        return self.on_hand - self.reserved - self.unavailable

    def tell(self, *, on_hand: int, reserved: int, unavailable: int) -> bool:
        """Takes over the numbers; whether that was news."""
        before = self.on_hand, self.reserved, self.unavailable
        self.on_hand, self.reserved, self.unavailable = on_hand, reserved, unavailable
        return before != (on_hand, reserved, unavailable)
