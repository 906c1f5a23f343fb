from datetime import date

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
    when_sold_out = models.CharField(max_length=16, default="deny", db_default="deny")
    promised_for = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return (
            f"{self.sku}: {self.on_hand} on hand, {self.reserved} reserved,"
            f" {self.unavailable} unavailable"
        )

    @property
    def available(self) -> int:
        """Units that may be sold, as far as others were told."""
        return self.on_hand - self.reserved - self.unavailable

    def tell(
        self,
        *,
        on_hand: int,
        reserved: int,
        unavailable: int,
        when_sold_out: str,
        promised_for: date | None,
    ) -> bool:
        """Takes over the numbers, and what is promised once all is sold; whether that was news."""
        before = self._told()
        self.on_hand, self.reserved, self.unavailable = on_hand, reserved, unavailable
        self.when_sold_out = when_sold_out
        self.promised_for = promised_for if self.available <= 0 else None
        return before != self._told()

    def _told(self) -> tuple[object, ...]:
        return tuple(getattr(self, name) for name in TOLD)


TOLD = ("on_hand", "reserved", "unavailable", "when_sold_out", "promised_for")
"""What an announcement says."""
