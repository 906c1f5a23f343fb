from django.db import models
from django.db.models import F, Q

from apps.orders.models.credits import Credit
from apps.orders.models.orders import Order
from apps.orders.rules import DocumentKind, document_number
from shop.kernel.identity import new_id

_KINDS = [kind.value for kind in DocumentKind]
_LONGEST_SERIES = 16


class InvoiceSeries(models.Model):
    """How far a series is: whoever issues a document takes the next number while he has the row."""

    name = models.CharField(primary_key=True, max_length=_LONGEST_SERIES)
    last = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.name


class Invoice(models.Model):
    """The number under which the order's price, or a credit of it, is in the books for good.

    Each document but the first names the number before it, which has to exist: a gap cannot be
    written. Nor can a document be changed. It names no person; who bought stands in the order.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="invoices")
    kind = models.CharField(max_length=16, choices=[(kind, kind) for kind in _KINDS])
    series = models.CharField(max_length=_LONGEST_SERIES)
    number = models.PositiveIntegerField()
    previous = models.PositiveIntegerField(null=True, blank=True)
    invoice = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="credit_notes", null=True, blank=True
    )
    credit = models.OneToOneField(
        Credit, on_delete=models.PROTECT, related_name="note", null=True, blank=True
    )
    total = models.DecimalField(max_digits=14, decimal_places=3)
    tax = models.DecimalField(max_digits=14, decimal_places=3)
    issued_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "number"], name="invoice_number_once"),
            models.UniqueConstraint(
                fields=["order"],
                name="invoice_once_for_an_order",
                condition=Q(kind=DocumentKind.INVOICE.value),
            ),
            models.CheckConstraint(
                name="invoice_follows_the_one_before",
                condition=Q(number=1, previous__isnull=True)
                | Q(number__gt=1, previous__isnull=False, previous=F("number") - 1),
            ),
            models.CheckConstraint(
                name="invoice_or_credit_note",
                condition=Q(
                    kind=DocumentKind.INVOICE.value, invoice__isnull=True, credit__isnull=True
                )
                | Q(
                    kind=DocumentKind.CREDIT_NOTE.value,
                    invoice__isnull=False,
                    credit__isnull=False,
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.full_number

    @property
    def full_number(self) -> str:
        """As people read it."""
        return document_number(self.series, self.number)
