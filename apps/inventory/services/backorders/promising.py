"""Tells those who wait for which day their units are promised, whenever that changes.

A day follows from the place in the queue and from what suppliers owe; both change often together,
so the days are made anew when things have come to rest: after what suppliers say, and by a job.
"""

from collections.abc import Collection, Sequence

from apps.inventory.models import Announcement, Backorder, BackorderState, Reservation, Terms
from apps.inventory.queries import deliveries_of
from apps.inventory.rules import Delivery, promised_days
from apps.inventory.services.announcing import announce_stock
from apps.inventory.services.sweeping import each_for_itself
from shop.events.inventory import BackorderPromised
from shop.kernel import clock
from shop.kernel.bus import publish
from shop.kernel.outbox.unit_of_work import unit_of_work

MOST_TOLD_AT_ONCE = 500
"""One transaction tells so many of one queue; the job tells the others."""


@unit_of_work
def renew_promises(*, skus: Collection[str]) -> int:
    """Makes the days of those who wait for these SKUs anew; returns how many have another one.

    It only tries, and may be anywhere in the lock order: whoever is just being served, paid for or
    cancelled is told by the job, if there is still something to tell.
    """
    queues = Terms.objects.filter(sku__in=skus, backordered__gt=0).order_by("sku")
    locked = list(queues.select_for_update(skip_locked=True))
    expected = deliveries_of([terms.sku for terms in locked]) if locked else {}
    news = [row for it in locked for row in _with_news(it, expected.get(it.sku, ()))]
    told = _tell(news) if news else 0
    announce_stock(skus=skus)
    return told


def renew_all_promises() -> int:
    """Makes the days of everybody who waits anew, queue by queue; returns how many changed.

    What others were told for a day that has passed is taken back.
    """
    queues = Terms.objects.filter(backordered__gt=0).values_list("sku", flat=True)
    passed = Announcement.objects.filter(promised_for__lt=clock.now().date())
    skus = {*queues, *passed.values_list("sku", flat=True)}
    return each_for_itself(sorted(skus), lambda sku: renew_promises(skus=[sku]))


def _with_news(terms: Terms, expected: Sequence[Delivery]) -> list[Backorder]:
    """Those in line whose day is another one now, not too many at once."""
    waiting = Backorder.objects.filter(sku=terms.sku, state=BackorderState.WAITING).order_by("id")
    rows = list(waiting)
    days = promised_days(
        [row.outstanding for row in rows],
        expected,
        today=clock.now().date(),
        otherwise=terms.available_from,
    )
    changed = [row for row, day in zip(rows, days, strict=True) if row.promise(day)]
    return changed[:MOST_TOLD_AT_ONCE]


def _tell(news: Sequence[Backorder]) -> int:
    # What is told of a reservation is told behind its lock.
    orders = Reservation.objects.filter(pk__in={row.reservation_id for row in news})
    unused = {it.pk for it in orders.order_by("pk").select_for_update(skip_locked=True)}
    told = [row for row in news if row.reservation_id in unused]
    Backorder.objects.bulk_update(told, ["promised_for"])
    for row in told:
        publish(
            BackorderPromised(
                order_id=row.reservation_id,
                sku=row.sku,
                quantity=row.outstanding,
                promised_for=row.promised_for,
            )
        )
    return len(told)
