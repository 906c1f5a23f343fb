from datetime import date, timedelta
from typing import ClassVar, TypeVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from apps.suppliers.models.columns import amount_column, warehouse_column
from apps.suppliers.models.states import ARRIVED, AT_SUPPLIER, OPEN, OVER, Origin
from apps.suppliers.models.states import PurchaseOrderState as State
from apps.suppliers.models.suppliers import Supplier
from apps.suppliers.rules import MAX_NOTE_LENGTH, MAX_NUMBER
from shop.kernel import clock
from shop.kernel.errors import DomainError
from shop.kernel.identity import new_id, new_number
from shop.kernel.models import Job

T = TypeVar("T")


def _known(value: T | None) -> T:
    if value is None:
        raise LookupError("Nobody knows that so early.")
    return value


def new_order_number() -> str:
    return f"PO-{new_number(length=8)}"


class PurchaseOrder(Job):
    """Units that we want from a supplier, until they are here. States change only through verbs.

    A proposal asks nothing of anybody. What is approved is a job: it is sent, then followed while
    the supplier can be asked about it. `freight` and `duty` are what it costs besides the goods.
    """

    task: ClassVar[str] = "suppliers.follow_purchase_order"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(
        max_length=MAX_NUMBER, unique=True, default=new_order_number, editable=False
    )
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="orders")
    warehouse = warehouse_column()
    currency = models.CharField(max_length=3)
    origin = models.CharField(max_length=16, choices=Origin)
    state = models.CharField(max_length=16, choices=State, default=State.PROPOSED)
    approved_by = models.CharField(max_length=100, blank=True, default="")
    supplier_reference = models.CharField(max_length=255, blank=True, default="")
    expected_on = models.DateField(null=True, blank=True)
    freight = amount_column()
    duty = amount_column()
    note = models.CharField(max_length=MAX_NOTE_LENGTH, blank=True, default="")
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    approved_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta(Job.Meta):
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="suppliers_order_state", condition=Q(state__in=State.values)
            ),
            models.CheckConstraint(
                name="suppliers_order_origin", condition=Q(origin__in=Origin.values)
            ),
            models.CheckConstraint(
                name="suppliers_order_approved",
                condition=Q(state=State.PROPOSED, approved_at__isnull=True, approved_by="")
                | Q(state=State.CANCELLED)
                | (
                    ~Q(state__in=[State.PROPOSED, State.CANCELLED])
                    & Q(approved_at__isnull=False, expected_on__isnull=False)
                    & ~Q(approved_by="")
                ),
            ),
            models.CheckConstraint(
                name="suppliers_order_sent",
                condition=Q(state__in=ARRIVED, sent_at__isnull=False) | ~Q(state__in=ARRIVED),
            ),
            models.CheckConstraint(
                name="suppliers_order_ended",
                condition=Q(state__in=OVER, ended_at__isnull=False)
                | Q(state__in=OPEN, ended_at__isnull=True),
            ),
            models.CheckConstraint(
                name="suppliers_order_waits",
                condition=Q(due_at__isnull=True) | Q(state__in=[State.APPROVED, *AT_SUPPLIER]),
            ),
            models.CheckConstraint(
                name="suppliers_order_charges", condition=Q(freight__gte=0, duty__gte=0)
            ),
            models.UniqueConstraint(
                fields=["supplier", "warehouse"],
                name="suppliers_order_one_proposal",
                condition=Q(state=State.PROPOSED, origin=Origin.REORDER),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_at_supplier(self) -> bool:
        return self.state in AT_SUPPLIER

    @property
    def is_over(self) -> bool:
        """Whether nothing of it can change any more, but for what it cost."""
        return self.state in OVER

    @property
    def has_promise(self) -> bool:
        """Whether the supplier has said what will come."""
        return self.acknowledged_at is not None

    @property
    def due_on(self) -> date:
        """When the last of it is expected. Raises LookupError before it is approved."""
        return _known(self.expected_on)

    @property
    def sent_on(self) -> date:
        """When the supplier was asked. Raises LookupError before he was."""
        return _known(self.sent_at).date()

    def key_for(self, operation: str) -> str:
        """The idempotency key of this purchase order's one call of that kind."""
        return f"{self.id}:{operation}"

    def refuse_unless_proposed(self, verb: str) -> None:
        if self.state != State.PROPOSED:
            raise DomainError(f"{self._said()} purchase order cannot be {verb}.")

    def approve(self, *, by: str, expected_on: date) -> None:
        self._move_to(State.APPROVED, only_from=(State.PROPOSED,))
        self.approved_by, self.approved_at, self.expected_on = by, clock.now(), expected_on
        self.fall_due()

    def cancel(self, *, reason: str) -> None:
        """Nobody was asked for it so far, and nobody will be."""
        if self.state == State.APPROVED and self.claims:
            raise DomainError(
                f"{self} is on its way to the supplier. Wait until it is sent, then close it."
            )
        self._end_as(State.CANCELLED, only_from=(State.PROPOSED, State.APPROVED), note=reason)

    def send(self, *, reference: str) -> None:
        self._move_to(State.SENT, only_from=(State.APPROVED,))
        self.supplier_reference, self.sent_at = reference, clock.now()

    def refuse(self, *, reason: str) -> None:
        """The supplier will not deliver anything of it."""
        asked = (State.APPROVED, State.SENT, State.ACKNOWLEDGED)
        self._end_as(State.REJECTED, only_from=asked, note=reason)

    def acknowledge(self, *, expected_on: date) -> None:
        """The supplier said what will come; he may say so again, with other numbers."""
        if self.state == State.SENT:
            self._move_to(State.ACKNOWLEDGED, only_from=(State.SENT,))
        elif not self.is_at_supplier:
            raise DomainError(f"{self._said()} purchase order cannot be acknowledged.")
        self.acknowledged_at, self.expected_on = clock.now(), expected_on

    def receive_part(self) -> None:
        self._move_to(State.PARTLY_RECEIVED, only_from=AT_SUPPLIER)

    def complete(self) -> None:
        self._end_as(State.RECEIVED, only_from=(State.PARTLY_RECEIVED,), note=self.note)

    def close(self, *, reason: str) -> None:
        """What did not come will not come."""
        self._end_as(State.CLOSED, only_from=AT_SUPPLIER, note=reason)

    def look_again_after(self, delay: timedelta) -> None:
        """While it is at a supplier who can be asked, in case a message of his gets lost."""
        if self.is_at_supplier:
            self.postpone(delay)

    def _end_as(self, target: State, *, only_from: tuple[State, ...], note: str) -> None:
        self._move_to(target, only_from=only_from)
        self.note, self.ended_at = note[:MAX_NOTE_LENGTH], clock.now()
        self.finish()

    def _move_to(self, target: State, *, only_from: tuple[State, ...]) -> None:
        if self.state not in only_from:
            raise DomainError(
                f"{self._said()} purchase order cannot become {target.label.lower()}."
            )
        self.state = target

    def _said(self) -> str:
        state = State(self.state).label.lower()
        return f"{'An' if state[0] in 'aeiou' else 'A'} {state}"
