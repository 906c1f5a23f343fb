from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from apps.inventory.models.columns import sku_column, warehouse_column
from apps.inventory.rules import LONGEST_REASON
from shop.kernel.errors import DomainError


class ReservationState(models.TextChoices):
    HELD = "held"
    REJECTED = "rejected"
    COMMITTED = "committed"
    RELEASED = "released"
    SHIPPED = "shipped"
    RETURNED = "returned"


class Reservation(models.Model):
    """What became of the units that an order asked for. States change only through the verbs below.

    From `expires_at` on a held one may be released; until somebody does, it can still be committed.
    While its buyer is at it, it is kept for another `length`, but not beyond `extendable_until`.
    `allocation` says why the units are those of these warehouses. So many units as `awaited` says
    are backordered: they are held for it as soon as they are there.

    An offer is held for somebody who has not ordered yet, but waits in line: `order_id` is that of
    the place in the line then. It is released, or handed over to an order.
    """

    order_id = models.UUIDField(primary_key=True)
    state = models.CharField(max_length=16, choices=ReservationState)
    expires_at = models.DateTimeField(null=True, blank=True)
    length = models.DurationField(null=True, blank=True)
    extendable_until = models.DateTimeField(null=True, blank=True)
    allocation = models.CharField(max_length=LONGEST_REASON, blank=True, default="", db_default="")
    awaited = models.IntegerField(default=0, db_default=0)
    is_offer = models.BooleanField(default=False, db_default=False)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            models.Index(
                fields=["expires_at"],
                name="inventory_reservation_lapsing",
                condition=Q(state=ReservationState.HELD),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="inventory_reservation_state", condition=Q(state__in=ReservationState.values)
            ),
            models.CheckConstraint(
                name="inventory_reservation_expires",
                condition=Q(expires_at__isnull=False) | Q(state=ReservationState.REJECTED),
            ),
            models.CheckConstraint(
                name="inventory_reservation_extendable",
                condition=Q(extendable_until__isnull=True, length__isnull=True)
                | Q(length__isnull=False, expires_at__lte=F("extendable_until")),
            ),
            models.CheckConstraint(
                name="inventory_reservation_awaited",
                condition=Q(awaited=0)
                | Q(
                    awaited__gt=0,
                    state__in=[ReservationState.HELD, ReservationState.COMMITTED],
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"reservation of order {self.order_id}"

    @property
    def is_held(self) -> bool:
        """Whether units are kept, for a buyer who has not paid yet."""
        return self.state == ReservationState.HELD

    def has_lapsed(self, at: datetime) -> bool:
        """Whether the time of a buyer who has not paid is over."""
        return self.is_held and self.expires_at is not None and self.expires_at <= at

    @property
    def is_paid(self) -> bool:
        """Whether units in the house are the buyer's."""
        return self.state == ReservationState.COMMITTED

    @property
    def is_open(self) -> bool:
        """Whether units in the house are kept for the order."""
        return self.state in {ReservationState.HELD, ReservationState.COMMITTED}

    @property
    def is_lost(self) -> bool:
        """Whether nothing is kept for the order, nor will be."""
        return self.state in {ReservationState.REJECTED, ReservationState.RELEASED}

    @property
    def has_left(self) -> bool:
        """Whether the units left the house, even if they came back since."""
        return self.state in {ReservationState.SHIPPED, ReservationState.RETURNED}

    @property
    def is_back(self) -> bool:
        """Whether the units left the house and came back."""
        return self.state == ReservationState.RETURNED

    def extend(self, at: datetime) -> datetime | None:
        """Keeps it for a buyer who is there at that moment, until what is returned.

        None if it cannot be kept any longer. Raises DomainError unless it is held.
        """
        if not self.is_held:
            raise DomainError(f"A {self.state} reservation cannot be extended.")
        if self.length is None or self.extendable_until is None or self.expires_at is None:
            return None
        later = min(at + self.length, self.extendable_until)
        if later <= self.expires_at:
            return None
        self.expires_at = later
        return later

    def commit(self) -> None:
        self._move_to(ReservationState.COMMITTED, only_from={ReservationState.HELD})

    def release(self) -> None:
        self._move_to(
            ReservationState.RELEASED,
            only_from={ReservationState.HELD, ReservationState.COMMITTED},
        )
        self.awaited = 0

    def fill(self, units: int) -> None:
        """So many of the awaited units are held for it now."""
        if not self.is_open or not 1 <= units <= self.awaited:
            raise DomainError(f"{units} units cannot fill a {self.state} {self}.")
        self.awaited -= units

    def wait_for_fewer(self, units: int) -> None:
        """So many of the awaited units are not wanted any more."""
        if not self.is_open or not 1 <= units <= self.awaited:
            raise DomainError(f"{self} does not wait for {units} units.")
        self.awaited -= units

    def ship(self) -> None:
        if self.awaited:
            raise DomainError(f"{self} still waits for {self.awaited} units: it cannot be sent.")
        self._move_to(ReservationState.SHIPPED, only_from={ReservationState.COMMITTED})

    def take_back(self) -> None:
        self._move_to(ReservationState.RETURNED, only_from={ReservationState.SHIPPED})

    def _move_to(self, target: ReservationState, *, only_from: set[ReservationState]) -> None:
        if self.state not in only_from:
            raise DomainError(f"A {self.state} reservation cannot become {target}.")
        self.state = target


class Hold(models.Model):
    """Units of one SKU in one warehouse that a reservation names.

    It grows when backordered units come, and shrinks when its buyer wants less. Which SKUs these
    can be is known from the start.
    `returned` of the units came back after their buyer had got them.
    """

    reservation = models.ForeignKey(
        Reservation, on_delete=models.PROTECT, related_name="holds", db_index=False
    )
    sku = sku_column()
    warehouse = warehouse_column()
    quantity = models.IntegerField()
    returned = models.IntegerField(default=0, db_default=0)
    ticketed = models.BooleanField(default=False, db_default=False)

    class Meta:
        ordering = ["sku", "warehouse"]
        constraints = [
            models.UniqueConstraint(
                fields=["reservation", "sku", "warehouse"], name="inventory_hold_once"
            ),
            models.CheckConstraint(name="inventory_hold_quantity", condition=Q(quantity__gt=0)),
            models.CheckConstraint(
                name="inventory_hold_returned",
                condition=Q(returned__gte=0, returned__lte=F("quantity")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.sku} in {self.warehouse}"

    @property
    def away(self) -> int:
        """Units of it that are with the buyer, once they were sent."""
        return self.quantity - self.returned

    def give_up(self, units: int) -> int:
        """Up to so many of the units, which have not left, are let go; returns how many.

        Without any left, the hold is over.
        """
        given_up = min(units, self.quantity)
        self.quantity -= given_up
        return given_up

    def take_back(self, units: int) -> int:
        """Up to so many of the units that are away are back; returns how many."""
        taken = min(units, self.away)
        self.returned += taken
        return taken
