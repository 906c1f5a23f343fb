"""How long suppliers take, and what that is known from."""

from collections.abc import Collection
from itertools import groupby
from operator import attrgetter

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from apps.suppliers.models import ReceiptLine, Supplier
from apps.suppliers.rules import RECEIPTS_LEARNED_FROM, Delivered, LeadTime


def lead_times(supplier: Supplier, skus: Collection[str]) -> dict[str, LeadTime]:
    """How many days the supplier takes for each of these SKUs: learned, or as agreed."""
    unknown = dict.fromkeys(skus, LeadTime(agreed=supplier.lead_days))
    by_sku = groupby(_latest_receipts(supplier, skus), attrgetter("sku"))
    learned = {
        sku: LeadTime(agreed=supplier.lead_days, receipts=tuple(map(_delivered, lines)))
        for sku, lines in by_sku
    }
    return unknown | learned


def _latest_receipts(supplier: Supplier, skus: Collection[str]) -> list[ReceiptLine]:
    of_supplier = ReceiptLine.objects.filter(receipt__order__supplier=supplier, sku__in=skus)
    rank = Window(
        RowNumber(),
        partition_by=F("sku"),
        order_by=[F("receipt__received_at").desc(), F("id").desc()],
    )
    latest = of_supplier.annotate(rank=rank).filter(rank__lte=RECEIPTS_LEARNED_FROM)
    return list(latest.select_related("receipt__order").order_by("sku", "rank"))


def _delivered(line: ReceiptLine) -> Delivered:
    order = line.receipt.order
    return Delivered(
        number=order.number,
        sent_on=order.sent_on,
        received_on=line.receipt.received_at.date(),
    )


def lead_times_learned(supplier: Supplier, *, at_most: int = 50) -> dict[str, LeadTime]:
    """The lead times of the SKUs that came from the supplier last, by SKU."""
    lines = ReceiptLine.objects.filter(receipt__order__supplier=supplier).order_by("-id")
    skus = dict.fromkeys(lines.values_list("sku", flat=True)[: at_most * RECEIPTS_LEARNED_FROM])
    return dict(sorted(lead_times(supplier, list(skus)[:at_most]).items()))
