"""Tells the others what is there."""

from collections.abc import Collection
from typing import Any

from django.db.models import F, QuerySet, Sum

from apps.inventory.models import TOLD, Announcement, Stock, Terms, WhenSoldOut
from apps.inventory.queries import WaitOffer, wait_offers
from shop.events.inventory import StockLow, StockUpdated
from shop.kernel.bus import publish
from shop.kernel.outbox.unit_of_work import unit_of_work

Balances = dict[str, dict[str, int]]
_NOTHING = {"on_hand": 0, "reserved": 0, "unavailable": 0}


@unit_of_work
def announce_stock(*, skus: Collection[str]) -> None:
    """Publishes the numbers of each SKU that changed since they were published last.

    The announcement is locked before the stock is read, so a later event never carries older
    numbers, and whoever sells the SKU meanwhile is not stopped.
    """
    announcements = _lock_announcements(skus)
    balances, offers = _balances(skus), wait_offers(skus)
    before = {it.sku: it.available for it in announcements}
    news = [it for it in announcements if _tell(it, balances, offers.get(it.sku))]
    Announcement.objects.bulk_update(news, TOLD, batch_size=500)
    terms = Terms.objects.in_bulk([it.sku for it in news], field_name="sku")
    for announcement in news:
        sku = announcement.sku
        _publish(announcement)
        if sku in terms:
            tell_if_low(announcement, before=before[sku], terms=terms[sku])


def _tell(announcement: Announcement, balances: Balances, offer: WaitOffer | None) -> bool:
    return announcement.tell(
        **balances.get(announcement.sku, _NOTHING),
        when_sold_out=offer.when_sold_out if offer else WhenSoldOut.DENY,
        promised_for=offer.promised_for if offer else None,
    )


def tell_if_low(told: Announcement, *, before: int | None, terms: Terms) -> None:
    """Publishes that the SKU has come down to its reorder point, if it was above it `before`.

    None is whatever it was.
    """
    point = terms.reorder_point
    if point is None or told.available > point or (before is not None and before <= point):
        return
    publish(StockLow(sku=told.sku, available=told.available, reorder_point=point))


def _publish(announcement: Announcement) -> None:
    publish(
        StockUpdated(
            sku=announcement.sku,
            on_hand=announcement.on_hand,
            reserved=announcement.reserved,
            unavailable=announcement.unavailable,
            available=announcement.available,
            when_sold_out=announcement.when_sold_out,
            promised_for=announcement.promised_for,
        )
    )


def _lock_announcements(skus: Collection[str]) -> list[Announcement]:
    wanted = Announcement.objects.filter(sku__in=skus)
    missing = set(skus) - set(wanted.values_list("sku", flat=True))
    if missing:
        Announcement.objects.bulk_create(
            [Announcement(sku=sku) for sku in sorted(missing)], ignore_conflicts=True
        )
    return list(wanted.order_by("sku").select_for_update())


def _balances(skus: Collection[str]) -> Balances:
    rows = Stock.objects.filter(sku__in=skus).order_by().values("sku")
    sums: QuerySet[Stock, Any] = rows.annotate(
        on_hand_sum=Sum("on_hand"),
        reserved_sum=Sum("reserved"),
        unavailable_sum=Sum(F("damaged") + F("quality_control") + F("safety_stock")),
    )
    return {
        sku: dict(zip(_NOTHING, units, strict=True))
        for sku, *units in sums.values_list("sku", *(f"{name}_sum" for name in _NOTHING))
    }
