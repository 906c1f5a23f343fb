"""Tells the others what is there."""

from collections.abc import Collection

from django.db.models import Sum

from apps.inventory.models import Announcement, Stock
from shop.events.inventory import StockUpdated
from shop.kernel.bus import publish
from shop.kernel.outbox.unit_of_work import unit_of_work


@unit_of_work
def announce_stock(*, skus: Collection[str]) -> None:
    """Publishes the numbers of each SKU that changed since they were published last.

    The announcement is locked before the stock is read, so a later event never carries older
    numbers, and whoever sells the SKU meanwhile is not stopped.
    """
    announcements = _lock_announcements(skus)
    balances = _balances(skus)
    for announcement in announcements:
        on_hand, reserved = balances.get(announcement.sku, (0, 0))
        if announcement.tell(on_hand=on_hand, reserved=reserved):
            _publish(announcement)


def _publish(announcement: Announcement) -> None:
    announcement.save(update_fields=["on_hand", "reserved"])
    publish(
        StockUpdated(
            sku=announcement.sku,
            on_hand=announcement.on_hand,
            reserved=announcement.reserved,
            available=announcement.on_hand - announcement.reserved,
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


def _balances(skus: Collection[str]) -> dict[str, tuple[int, int]]:
    rows = Stock.objects.filter(sku__in=skus).order_by().values("sku")
    sums = rows.annotate(on_hand_sum=Sum("on_hand"), reserved_sum=Sum("reserved"))
    return {row["sku"]: (row["on_hand_sum"], row["reserved_sum"]) for row in sums}
