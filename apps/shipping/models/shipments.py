from collections.abc import Mapping
from dataclasses import asdict
from datetime import timedelta
from typing import Any, ClassVar

import msgspec
from django.db import models
from django.db.models.functions import Now

from apps.shipping.models.states import (
    BEFORE_DISPATCH,
    RECALLABLE,
    UNDER_WAY,
    WAITS_FOR_COURIER,
    WITH_BOOKING,
    ShipmentState,
)
from apps.shipping.rules import Consignment, Parcel, Recipient, without
from shop.kernel import clock
from shop.kernel.errors import DomainError, NotAtOnce
from shop.kernel.identity import new_id
from shop.kernel.models import Job


class Shipment(Job):
    """One order's parcel, from the request to the recipient's door or back.

    `parcels` are objects with `sku` and `quantity`. A parcel that was recalled is booked anew:
    `claims_before` of its claims were for consignments that were called off.
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
    claims_before = models.PositiveIntegerField(default=0, db_default=0)
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
                condition=models.Q(state__in=WAITS_FOR_COURIER, due_at__isnull=False)
                | (~models.Q(state__in=WAITS_FOR_COURIER) & models.Q(due_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="shipment_recalled_from_couriers",
                condition=~models.Q(state=ShipmentState.RECALLED)
                | models.Q(courier_id="", claims_before=models.F("claims")),
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

    @property
    def reference(self) -> str:
        """What the courier knows its present consignment by; every booking has one of its own."""
        return f"{self.id}.{self.claims_before}" if self.claims_before else str(self.id)

    def key_for(self, operation: str) -> str:
        """The idempotency key of the present consignment's one call of that kind."""
        return f"{self.reference}:{operation}"

    @property
    def is_untouched(self) -> bool:
        """Whether no courier was asked for it as it is: nobody else knows what is in it."""
        return self.state == ShipmentState.REQUESTED and self.claims == self.claims_before

    @property
    def is_recallable(self) -> bool:
        """Whether the courier knows it, and can be asked to give it back."""
        return self.state in RECALLABLE

    def leave_out(self, units: Mapping[str, int]) -> None:
        """So many units of each SKU will not be in it; one that was recalled is asked for again.

        Raises NotAtOnce if it has to be recalled first, DomainError.
        """
        if self.state == ShipmentState.RECALLED:
            self.state = ShipmentState.REQUESTED
            self.fall_due()
        if not self.is_untouched:
            raise self._too_late()
        left = without(self.contents, units)
        if not left:
            raise DomainError(f"{self} has not so many units that some would be left.")
        self.parcels = [asdict(parcel) for parcel in left]

    def recall(self) -> None:
        """Something is to be left out: the courier is asked for it back. Raises DomainError."""
        if self.is_untouched:
            self.come_free()
            return
        if not self.is_recallable:
            raise self._too_late()
        if self.state == ShipmentState.BOOKED:
            self.fall_due()
        self.state = ShipmentState.RECALLING

    def come_free(self) -> None:
        """No courier has it any more. What is still heard of the consignment is not about it.

        It counts as a claim, so that a job which is at it loses its own.
        """
        self._move_to(
            ShipmentState.RECALLED, only_from=(ShipmentState.REQUESTED, ShipmentState.RECALLING)
        )
        self.claims += 1
        self.claims_before = self.claims
        self.courier_id = self.tracking_number = self.tracking_url = self.label_url = ""
        self.finish()

    def stay(self) -> None:
        """The courier does not give it back."""
        self._move_to(ShipmentState.BOOKED, only_from=(ShipmentState.RECALLING,))

    def is_booked_as(self, consignment: Consignment) -> bool:
        """Whether that is its present booking, or may be for all that is known."""
        is_known = self.courier_id in {"", consignment.id}
        return is_known and consignment.reference == self.reference

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
        if self.is_untouched or self.state == ShipmentState.RECALLED:
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
        self._move_to(
            ShipmentState.UNDELIVERABLE,
            only_from=(ShipmentState.REQUESTED, ShipmentState.RECALLING),
        )
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

    def _too_late(self) -> DomainError:
        if self.is_recallable or self.state == ShipmentState.RECALLING:
            return NotAtOnce(
                "The courier knows the parcel already: he has to give it back before something is"
                " taken out of it."
            )
        return DomainError(
            f"The parcel is {self.state}: nothing can be taken out of it any more."
            " What you do not want you can send back when you have it."
        )

    def _move_to(self, target: ShipmentState, *, only_from: tuple[ShipmentState, ...]) -> None:
        if self.state not in only_from:
            raise DomainError(f"A {self.state} shipment cannot become {target}.")
        self.state = target
