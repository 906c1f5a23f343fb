"""Tells those who wait for which day their units are promised, whenever that changes.

A day follows from the place in the queue and from what suppliers owe; both change often together,
so the days are made anew when things have come to rest: after what suppliers say, and by a job.
"""

from collections.abc import Collection, Sequence

from apps.inventory.models import Backorder, BackorderState, Terms
from apps.inventory.queries import deliveries_of
from apps.inventory.rules import Delivery, promised_days
from apps.inventory.services.announcing import announce_stock
from shop.events.inventory import BackorderPromised
from shop.kernel import clock
from shop.kernel.bus import publish
from shop.kernel.outbox.unit_of_work import unit_of_work

MOST_TOLD_AT_ONCE = 500
"""One transaction tells so many of one queue; the job tells the others."""


@unit_of_work
def renew_promises(*, skus: Collection[str]) -> int:
    """Makes the days of those who wait for these SKUs anew; returns how many have another one."""
    queues = Terms.objects.filter(sku__in=skus, backordered__gt=0).order_by("sku")
    locked = list(queues.select_for_update())
    expected = deliveries_of([terms.sku for terms in locked]) if locked else {}
    told = sum(_renew(terms, expected.get(terms.sku, ())) for terms in locked)
    announce_stock(skus=skus)
    return told


def renew_all_promises() -> int:
    """Makes the days of everybody who waits anew, queue by queue; returns how many changed."""
    queues = Terms.objects.filter(backordered__gt=0).order_by("sku")
    return sum(renew_promises(skus=[sku]) for sku in list(queues.values_list("sku", flat=True)))


def _renew(terms: Terms, expected: Sequence[Delivery]) -> int:
    waiting = Backorder.objects.filter(sku=terms.sku, state=BackorderState.WAITING).order_by("id")
    rows = list(waiting)
    days = promised_days(
        [row.outstanding for row in rows],
        expected,
        today=clock.now().date(),
        otherwise=terms.available_from,
    )
    changed = [row for row, day in zip(rows, days, strict=True) if row.promise(day)]
    told = changed[:MOST_TOLD_AT_ONCE]
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
