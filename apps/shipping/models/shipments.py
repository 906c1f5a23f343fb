from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any, ClassVar

import msgspec
from django.db import models
from django.db.models.functions import Now

from apps.shipping.rules import Consignment, Parcel, Recipient
from shop.kernel import clock
from shop.kernel.errors import DomainError
from shop.kernel.identity import new_id
from shop.kernel.models import Job


class ShipmentState(models.TextChoices):
    """CANCELLING: the courier may have the booking already and is asked to call it off."""

    REQUESTED = "requested"
    BOOKED = "booked"
    CANCELLING = "cancelling"
    DISPATCHED = "dispatched"
    DELIVERED = "delivered"
    RETURNED = "returned"
    CANCELLED = "cancelled"
    UNDELIVERABLE = "undeliverable"


BEFORE_DISPATCH = (ShipmentState.REQUESTED, ShipmentState.BOOKED, ShipmentState.CANCELLING)
UNDER_WAY = (*BEFORE_DISPATCH, ShipmentState.DISPATCHED)
WITH_BOOKING = (ShipmentState.BOOKED, ShipmentState.DISPATCHED)


class Shipment(Job):
    """One order's parcel, from the request to the recipient's door or back.

    `parcels` are objects with `sku` and `quantity`.
    """

    task: ClassVar[str] = "shipping.arrange"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    order_id = models.UUIDField(unique=True)
    customer_id = models.UUIDField(db_index=True)
    recipient_name = models.CharField(max_length=200)
    line1 = models.CharField(max_length=200)
    line2 = models.CharField(max_length=200, blank=True)
    city = models.CharField(max_length=200)
    postal_code = models.CharField(max_length=32)
    country = models.CharField(max_length=2)
    parcels: models.JSONField[Any, Any] = models.JSONField()
    state = models.CharField(max_length=16, choices=ShipmentState, default=ShipmentState.REQUESTED)
    courier_id = models.CharField(max_length=255, blank=True)
    tracking_number = models.CharField(max_length=255, blank=True)
    tracking_url = models.CharField(max_length=500, blank=True)
    label_url = models.CharField(max_length=500, blank=True)
    dispatched_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta(Job.Meta):
        constraints = [
            models.CheckConstraint(
                name="shipment_state_known", condition=models.Q(state__in=ShipmentState.values)
            ),
            models.CheckConstraint(
                name="shipment_waits_until_over",
                condition=models.Q(state__in=UNDER_WAY, due_at__isnull=False)
                | (~models.Q(state__in=UNDER_WAY) & models.Q(due_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="shipment_booked_at_a_courier",
                condition=~models.Q(state__in=WITH_BOOKING) | ~models.Q(courier_id=""),
            ),
        ]

    def __str__(self) -> str:
        return f"shipment {self.id}"

    @property
    def recipient(self) -> Recipient:
        return Recipient(
            name=self.recipient_name,
            line1=self.line1,
            line2=self.line2,
            city=self.city,
            postal_code=self.postal_code,
            country=self.country,
        )

    @property
    def contents(self) -> tuple[Parcel, ...]:
        return msgspec.convert(self.parcels, tuple[Parcel, ...])

    @property
    def is_before_dispatch(self) -> bool:
        return self.state in BEFORE_DISPATCH

    def key_for(self, operation: str) -> str:
        """The idempotency key of this shipment's one call of that kind."""
        return f"{self.id}:{operation}"

    @property
    def is_untouched(self) -> bool:
        """Whether no courier was asked for it so far: nobody else knows what is in it."""
        return self.state == ShipmentState.REQUESTED and not self.claims

    def leave_out(self, units: Mapping[str, int]) -> None:
        """So many units of each SKU will not be in it. Raises DomainError."""
        if not self.is_untouched:
            raise DomainError(
                "The courier knows the parcel already, so nothing can be taken out of it."
                " Cancel the whole order, or send back what you do not want when you have it."
            )
        left = Counter(units)
        parcels = [_less(parcel, left) for parcel in self.contents]
        self.parcels = [asdict(parcel) for parcel in parcels if parcel.quantity]
        if +left or not self.parcels:
            raise DomainError(f"{self} has not so many units that some would be left.")

    def book(self, consignment: Consignment) -> None:
        """The courier will fetch the parcel, unless it is called off in time."""
        if not self.is_before_dispatch or self.courier_id:
            raise DomainError(f"{self} was booked before.")
        self.courier_id = consignment.id
        self.tracking_number = consignment.tracking_number
        self.tracking_url = consignment.tracking_url
        self.label_url = consignment.label_url
        if self.state == ShipmentState.REQUESTED:
            self.state = ShipmentState.BOOKED

    def call_off(self) -> None:
        """Nobody wants the parcel sent. What the courier was never asked for is over at once."""
        if not self.claims:
            self.cancel()
            return
        if self.state == ShipmentState.BOOKED:
            self.fall_due()
        self._move_to(ShipmentState.CANCELLING, only_from=BEFORE_DISPATCH)

    def cancel(self) -> None:
        self._move_to(ShipmentState.CANCELLED, only_from=BEFORE_DISPATCH)
        self.finish()

    def refuse(self) -> None:
        """The courier does not go there."""
        self._move_to(ShipmentState.UNDELIVERABLE, only_from=(ShipmentState.REQUESTED,))
        self.finish()

    def dispatch(self) -> None:
        self._move_to(ShipmentState.DISPATCHED, only_from=BEFORE_DISPATCH)
        self.dispatched_at = clock.now()

    def deliver(self) -> None:
        self._move_to(ShipmentState.DELIVERED, only_from=(ShipmentState.DISPATCHED,))
        self.delivered_at = clock.now()
        self.finish()

    def come_back(self) -> None:
        self._move_to(ShipmentState.RETURNED, only_from=(ShipmentState.DISPATCHED,))
        self.finish()

    def look_again_after(self, delay: timedelta) -> None:
        """While the parcel is under way, in case the courier's message gets lost."""
        if self.state in WITH_BOOKING:
            self.postpone(delay)

    def forget_recipient(self) -> None:
        """Nobody knows any more who got the parcel. Raises DomainError while it is under way."""
        if self.state in UNDER_WAY:
            raise DomainError(f"A {self.state} shipment still needs its recipient.")
        self.recipient_name = self.line1 = self.line2 = self.city = self.postal_code = ""

    def _move_to(self, target: ShipmentState, *, only_from: tuple[ShipmentState, ...]) -> None:
        if self.state not in only_from:
            raise DomainError(f"A {self.state} shipment cannot become {target}.")
        self.state = target


def _less(parcel: Parcel, left: Counter[str]) -> Parcel:
    """What stays of it when as many of the units that are to go as possible are out of it."""
    taken = min(parcel.quantity, left[parcel.sku])
    left[parcel.sku] -= taken
    return replace(parcel, quantity=parcel.quantity - taken)
