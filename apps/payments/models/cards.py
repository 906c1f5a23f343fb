from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from apps.payments.rules import Instrument, Method
from shop.kernel.identity import new_id
from shop.kernel.models import Job

_A_NUMBER = r"^[0-9 -]{8,}$"


class CardState(models.TextChoices):
    """LEAVING: its owner took it out; the row waits until its gateway has forgotten it."""

    KEPT = "kept"
    LEAVING = "leaving"


class SavedCard(Job):
    """A card that its gateway keeps for a member. The shop has a token for it, never a number."""

    task: ClassVar[str] = "payments.forget_card"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    customer_id = models.UUIDField(db_index=True)
    gateway = models.CharField(max_length=32)
    token = models.CharField(max_length=255)
    brand = models.CharField(max_length=32)
    last4 = models.CharField(max_length=4)
    state = models.CharField(max_length=16, choices=CardState, default=CardState.KEPT)
    due_at = models.DateTimeField(null=True, blank=True, default=None)
    created_at = models.DateTimeField(db_default=Now())

    class Meta(Job.Meta):
        constraints = [
            models.UniqueConstraint(fields=["gateway", "token"], name="card_once_at_its_gateway"),
            models.CheckConstraint(
                name="card_waits_while_it_leaves",
                condition=Q(state=CardState.LEAVING, due_at__isnull=False)
                | Q(state=CardState.KEPT, due_at__isnull=True),
            ),
            models.CheckConstraint(
                name="card_known_by_four_digits", condition=Q(last4__regex=r"^[0-9]{4}$")
            ),
            models.CheckConstraint(name="card_has_no_number", condition=~Q(token__regex=_A_NUMBER)),
        ]

    def __str__(self) -> str:
        return f"{self.brand} ending in {self.last4}"

    def instrument(self, *, return_url: str) -> Instrument:
        """What its gateway is given to be paid by it."""
        return Instrument(method=Method.CARD, token=self.token, return_url=return_url)

    def leave(self) -> None:
        """Nobody pays with it any more; its gateway is told to forget it."""
        self.state = CardState.LEAVING
        self.fall_due()
