from dataclasses import dataclass
from datetime import date

from django.db import models
from django.db.models import F, Q

from apps.inventory.models.columns import sku_column
from apps.inventory.rules import (
    MAX_HOLD_MINUTES,
    MAX_ON_HAND,
    checked_hold,
    checked_limit,
    checked_point,
)
from shop.kernel.errors import DomainError, InvalidInput


class WhenSoldOut(models.TextChoices):
    """What buyers may do about a SKU of which no unit is free."""

    DENY = "deny", "Nobody can buy it"
    BACKORDER = "backorder", "Buyers may wait for the next units"
    PREORDER = "preorder", "It is new: buyers may order before it is there"


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """What is agreed about waiting for a SKU.

    At most `limit` units may be waited for, None is no limit. `available_from` is the day that is
    promised as long as nothing better is known.
    """

    when_sold_out: str = WhenSoldOut.DENY
    limit: int | None = None
    available_from: date | None = None


NO_WAITING = Waiting()


AGREED = (
    *("hold_minutes", "reorder_point"),
    *("when_sold_out", "backorder_limit", "available_from"),
)
"""What staff may agree on; the rest is counted."""


class Terms(models.Model):
    """What is special about a SKU; what is not said here is as for all others.

    `hold_minutes` is how long units are kept for a buyer who has not paid. At `reorder_point` units
    available, or fewer, it is time to order more. `backordered` units are waited for now; the lock
    of this row is the lock of their queue.
    """

    sku = sku_column()
    hold_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    reorder_point = models.IntegerField(null=True, blank=True)
    when_sold_out = models.CharField(
        max_length=16,
        choices=WhenSoldOut,
        default=WhenSoldOut.DENY,
        db_default=WhenSoldOut.DENY,
    )
    backorder_limit = models.IntegerField(null=True, blank=True)
    available_from = models.DateField(null=True, blank=True)
    backordered = models.IntegerField(default=0, db_default=0, editable=False)

    class Meta:
        ordering = ["sku"]
        verbose_name_plural = "terms"
        constraints = [
            models.UniqueConstraint(
                fields=["sku"],
                name="inventory_terms_once",
                violation_error_message="This SKU has terms already: change those.",
            ),
            models.CheckConstraint(name="inventory_terms_named", condition=~Q(sku="")),
            models.CheckConstraint(
                name="inventory_terms_hold",
                condition=Q(hold_minutes__isnull=True)
                | Q(hold_minutes__gte=1, hold_minutes__lte=MAX_HOLD_MINUTES),
                violation_error_message=f"A hold lasts 1 to {MAX_HOLD_MINUTES:,} minutes.",
            ),
            models.CheckConstraint(
                name="inventory_terms_reorder_point",
                condition=Q(reorder_point__isnull=True)
                | Q(reorder_point__gte=0, reorder_point__lte=MAX_ON_HAND),
                violation_error_message="A reorder point is a number of units, like 10.",
            ),
            models.CheckConstraint(
                name="inventory_terms_sold_out", condition=Q(when_sold_out__in=WhenSoldOut.values)
            ),
            models.CheckConstraint(
                name="inventory_terms_backorder_limit",
                condition=Q(backorder_limit__isnull=True)
                | Q(backorder_limit__gte=1, backorder_limit__lte=MAX_ON_HAND),
                violation_error_message="A backorder limit is a number of units, like 50.",
            ),
            models.CheckConstraint(
                name="inventory_terms_backordered",
                condition=Q(backordered__gte=0, backordered__lte=MAX_ON_HAND)
                & (Q(backorder_limit__isnull=True) | Q(backordered__lte=F("backorder_limit"))),
                violation_error_message="More units than that are waited for already.",
            ),
        ]

    def __str__(self) -> str:
        return f"terms of {self.sku}"

    def agree(
        self, *, hold_minutes: int | None, reorder_point: int | None, waiting: Waiting = NO_WAITING
    ) -> None:
        """From now on these. Raises InvalidInput for what nobody can mean, DomainError for a limit
        that is below what is waited for already.
        """
        self.hold_minutes = None if hold_minutes is None else checked_hold(hold_minutes)
        self.reorder_point = None if reorder_point is None else checked_point(reorder_point)
        self._agree_on_waiting(waiting)

    def wait(self, units: int) -> None:
        """So many units more are waited for, fewer below zero."""
        self.backordered += units
        if not 0 <= self.backordered <= (self.backorder_limit or MAX_ON_HAND):
            raise DomainError(f"{self.backordered} units of {self.sku} cannot be waited for.")

    def _agree_on_waiting(self, waiting: Waiting) -> None:
        if waiting.when_sold_out not in WhenSoldOut.values:
            known = ", ".join(WhenSoldOut.values)
            raise InvalidInput(
                f'"{waiting.when_sold_out}" says nothing about a sold-out SKU: give one of {known}.'
            )
        limit = None if waiting.limit is None else checked_limit(waiting.limit)
        if limit is not None and limit < self.backordered:
            raise DomainError(
                f"{self.backordered} units of {self.sku} are waited for already: a limit of {limit}"
                " is impossible. Fill or cancel some first, or give a higher one."
            )
        self.when_sold_out, self.backorder_limit = waiting.when_sold_out, limit
        self.available_from = waiting.available_from
