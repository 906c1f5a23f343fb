from django.db import models

from apps.inventory.rules import MAX_SKU_LENGTH


class Announcement(models.Model):
    """What the others were last told about a SKU, in units over all warehouses.

    Its row lock puts the announcers of one SKU in line without stopping those who sell it.
    """

    sku = models.CharField(max_length=MAX_SKU_LENGTH, primary_key=True, db_collation="C")
    on_hand = models.BigIntegerField(default=0)
    reserved = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.sku}: {self.on_hand} on hand, {self.reserved} reserved"

    def tell(self, *, on_hand: int, reserved: int) -> bool:
        """Takes over the numbers; whether that was news."""
        news = (self.on_hand, self.reserved) != (on_hand, reserved)
        self.on_hand, self.reserved = on_hand, reserved
        return news
