from datetime import datetime
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from apps.inventory.models.columns import sku_column, warehouse_column
from shop.events.orders import LONGEST_SEAT
from shop.kernel import clock
from shop.kernel.errors import DomainError
from shop.kernel.identity import new_id


class TicketState(models.TextChoices):
    AVAILABLE = "available"
    RESERVED = "reserved"
    SOLD = "sold"


class NotPaid(DomainError):
    """Nobody has paid the ticket so far."""

    code = "not_paid"

    def __init__(self, ticket: "Ticket") -> None:
        super().__init__(f"The ticket {ticket} is not paid: send its holder to the box office.")


class UsedBefore(DomainError):
    """Somebody went in with the ticket; `details` say when, and which kind of ticket it is."""

    code = "used_before"

    def __init__(self, ticket: "Ticket", used_at: datetime) -> None:
        super().__init__(
            f"The ticket {ticket} was used at {used_at:%H:%M} UTC already: let nobody else in.",
            details={"sku": ticket.sku, "label": ticket.label, "used_at": used_at},
        )


class Ticket(models.Model):
    """One numbered unit of a SKU: a place in a room on a day, with or without a seat of its own.

    Who has it reserved or has bought it is a line of an order, and no other can have it meanwhile.
    At the door it is used once. How many there are is what `Stock` says; whoever changes one has
    that row locked, or the reservation of its order.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sku = sku_column()
    warehouse = warehouse_column()
    number = models.PositiveIntegerField()
    seat = models.CharField(max_length=LONGEST_SEAT, blank=True, default="")
    state = models.CharField(max_length=16, choices=TicketState, default=TicketState.AVAILABLE)
    order_id = models.UUIDField(null=True, blank=True)
    line_id = models.UUIDField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["sku", "number"]
        permissions = [("admit_ticket", "Can let people in at the door")]
        indexes = [
            models.Index(
                fields=["order_id"],
                name="inventory_ticket_order",
                condition=Q(order_id__isnull=False),
            ),
            models.Index(
                fields=["sku", "number"],
                name="inventory_ticket_available",
                condition=Q(state=TicketState.AVAILABLE),
            ),
        ]
        constraints = [
            models.CheckConstraint(name="inventory_ticket_number", condition=Q(number__gte=1)),
            models.UniqueConstraint(fields=["sku", "number"], name="inventory_ticket_number_once"),
            models.UniqueConstraint(
                fields=["sku", "seat"], name="inventory_ticket_seat_once", condition=~Q(seat="")
            ),
            models.CheckConstraint(
                name="inventory_ticket_of_one_line",
                condition=Q(
                    state=TicketState.AVAILABLE, order_id__isnull=True, line_id__isnull=True
                )
                | Q(
                    state__in=[TicketState.RESERVED, TicketState.SOLD],
                    order_id__isnull=False,
                    line_id__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="inventory_ticket_used_when_sold",
                condition=Q(used_at__isnull=True) | Q(state=TicketState.SOLD),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sku} {self.label}"

    @property
    def label(self) -> str:
        """The seat, or the number of a ticket without one."""
        return self.seat or f"no. {self.number}"

    @property
    def is_sold(self) -> bool:
        return self.state == TicketState.SOLD

    def reserve(self, *, order_id: UUID, line_id: UUID) -> None:
        self._move_to(TicketState.RESERVED, only_from={TicketState.AVAILABLE})
        self.order_id, self.line_id = order_id, line_id

    def sell(self) -> None:
        self._move_to(TicketState.SOLD, only_from={TicketState.RESERVED})

    def release(self) -> None:
        """Anybody may buy it again; what it was used for before does not count any more."""
        self._move_to(TicketState.AVAILABLE, only_from={TicketState.RESERVED, TicketState.SOLD})
        self.order_id = self.line_id = self.used_at = None

    def use(self) -> datetime:
        """Somebody goes in with it, now. Raises DomainError unless it is sold and was not used."""
        if not self.is_sold:
            raise NotPaid(self)
        if self.used_at is not None:
            raise UsedBefore(self, self.used_at)
        self.used_at = clock.now()
        return self.used_at

    def _move_to(self, target: TicketState, *, only_from: set[TicketState]) -> None:
        if self.state not in only_from:
            raise DomainError(f"The ticket {self} is {self.state} and cannot become {target}.")
        self.state = target
