from datetime import datetime

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from apps.inventory.models.columns import sku_column
from apps.inventory.rules import MAX_TITLE_LENGTH
from shop.kernel.errors import DomainError
from shop.kernel.identity import new_id


class EntryState(models.TextChoices):
    WAITING = "waiting"
    OFFERED = "offered"
    BOUGHT = "bought"
    LAPSED = "lapsed"
    LEFT = "left"


_OPEN = (EntryState.WAITING, EntryState.OFFERED)


class WaitingListEntry(models.Model):
    """Somebody who wants a unit of what is sold out: whoever has the lower id comes first.

    A unit that becomes free is held for the first in line until `offered_until`: by a reservation
    that has `entry_id` in the place of an order. `title` is what the shop called it when they
    joined. States change only through the verbs below.
    """

    entry_id = models.UUIDField(default=new_id, editable=False, unique=True)
    sku = sku_column()
    title = models.CharField(max_length=MAX_TITLE_LENGTH, blank=True, default="")
    customer_id = models.UUIDField()
    state = models.CharField(max_length=16, choices=EntryState, default=EntryState.WAITING)
    offered_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "waiting list entries"
        indexes = [
            models.Index(
                fields=["sku", "id"],
                name="inventory_waiting_line",
                condition=Q(state=EntryState.WAITING),
            ),
            models.Index(fields=["customer_id"], name="inventory_waiting_customer"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["sku", "customer_id"],
                name="inventory_waiting_once",
                condition=Q(state__in=_OPEN),
            ),
            models.CheckConstraint(name="inventory_waiting_named", condition=~Q(sku="")),
            models.CheckConstraint(
                name="inventory_waiting_state", condition=Q(state__in=EntryState.values)
            ),
            models.CheckConstraint(
                name="inventory_waiting_offered",
                condition=~Q(state=EntryState.OFFERED) | Q(offered_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sku}: number {self.pk}"

    @property
    def is_waiting(self) -> bool:
        return self.state == EntryState.WAITING

    @property
    def is_offered(self) -> bool:
        """Whether a unit is held for the customer."""
        return self.state == EntryState.OFFERED

    def offer(self, until: datetime) -> None:
        self._move_to(EntryState.OFFERED, only_from={EntryState.WAITING})
        self.offered_until = until

    def buy(self) -> None:
        self._move_to(EntryState.BOUGHT, only_from={EntryState.OFFERED})

    def lapse(self) -> None:
        self._move_to(EntryState.LAPSED, only_from={EntryState.OFFERED})

    def leave(self) -> None:
        self._move_to(EntryState.LEFT, only_from={EntryState.WAITING, EntryState.OFFERED})

    def _move_to(self, target: EntryState, *, only_from: set[EntryState]) -> None:
        if self.state not in only_from:
            raise DomainError(f"A {self.state} place in the line cannot become {target}.")
        self.state = target
