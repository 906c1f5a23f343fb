from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from apps.payments.rules import BreakKind, SettlementLine
from shop.kernel import clock
from shop.kernel.identity import new_id
from shop.kernel.models import Job
from shop.kernel.money import rounded

_KINDS = [kind.value for kind in BreakKind]


class SettlementFeed(Job):
    """How far the settlements of a gateway are known here.

    It is due when the gateway shall be asked for what is behind `place`, a word of its own; a
    gateway that cannot be asked has files. All that was settled before `told_until` is here.
    """

    task: ClassVar[str] = "payments.fetch_settlements"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    provider = models.CharField(max_length=32, unique=True)
    place = models.CharField(max_length=255, blank=True)
    told_until = models.DateTimeField(null=True, blank=True)
    matched_at = models.DateTimeField(null=True, blank=True)

    class Meta(Job.Meta):
        verbose_name = "settlements of a gateway"
        verbose_name_plural = "settlements of gateways"

    def __str__(self) -> str:
        return f"settlements of {self.provider}"

    def ask(self) -> None:
        """The gateway is to be asked, unless it is to be anyway."""
        if self.due_at is None:
            self.fall_due()

    def tell(self, place: str) -> None:
        """Lines up to this place are here."""
        self.place = place

    def tell_until(self, moment: datetime) -> None:
        """All until then is here. What is known is not forgotten."""
        self.told_until = max(self.told_until or moment, moment)


class SettlementEntry(models.Model):
    """A line of a gateway's settlement, kept as it was told first.

    `told_otherwise` is what the same line said another time, if it ever did.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    provider = models.CharField(max_length=32)
    line_id = models.CharField(max_length=255)
    charge_id = models.CharField(max_length=255)
    came = models.DecimalField(max_digits=14, decimal_places=3)
    went = models.DecimalField(max_digits=14, decimal_places=3)
    currency = models.CharField(max_length=3)
    at = models.DateTimeField()
    told_otherwise = models.CharField(max_length=400, blank=True, db_default="", default="")
    kept_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = "settlement line"
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "line_id"], name="settlement_line_is_kept_once"
            ),
        ]
        indexes = [
            models.Index(fields=["provider", "charge_id"], name="settlement_by_charge"),
        ]

    def __str__(self) -> str:
        return f"line {self.line_id} of {self.provider}"

    @property
    def line(self) -> SettlementLine:
        return SettlementLine(
            id=self.line_id,
            charge_id=self.charge_id,
            came=_written(self.came, self.currency),
            went=_written(self.went, self.currency),
            currency=self.currency,
            at=self.at,
        )


def _written(amount: Decimal, currency: str) -> Decimal:
    """With the decimals of its currency, unless it was told with more."""
    usual = rounded(amount, currency)
    return usual if usual == amount else amount


class SettlementBreak(models.Model):
    """A difference between books, from the matching that found it first until one does not."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    provider = models.CharField(max_length=32, blank=True)
    kind = models.CharField(max_length=32, choices=[(word, word) for word in _KINDS])
    subject = models.CharField(max_length=300)
    order_id = models.UUIDField(null=True, blank=True)
    sentence = models.CharField(max_length=1200)
    is_open = models.BooleanField()
    found_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = "difference of books"
        verbose_name_plural = "differences of books"
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "kind", "subject", "sentence"], name="break_is_kept_once"
            ),
            models.CheckConstraint(name="break_kind_known", condition=models.Q(kind__in=_KINDS)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"
