"""Units that an order waits for: raised with it, and cancelled with it, or some of them.

The queue of a SKU changes behind the lock of its terms only; it comes after the rows of stock.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import Q, QuerySet

from apps.inventory.models import Backorder, BackorderState, Reservation, Terms, WhenSoldOut
from apps.inventory.queries import days_in_line
from apps.inventory.rules import Demand, Place, Queue, Queues, behind_queue, shortages
from apps.inventory.sql.holding import lock_free_places
from shop.events.inventory import BackorderedItem, BackorderRaised
from shop.kernel.bus import publish

_HAS_QUEUE = ~Q(when_sold_out=WhenSoldOut.DENY) | Q(backordered__gt=0)


def stand_in_line(demand: Demand, places: Sequence[Place]) -> tuple[Sequence[Place], Queues]:
    """What of the places is left for a new buyer, and the queues to wait in, locked.

    Goods for which nobody can wait cost nothing here as long as there is enough of them.
    """
    if not shortages(demand, places) and not any(place.has_queue for place in places):
        return places, {}
    queues = _queues(demand, Terms.objects.select_for_update())
    return (left_over(demand, queues), queues) if queues else (places, {})


def look_again(demand: Demand, queues: Queues) -> tuple[Sequence[Place], Queues]:
    """As `stand_in_line`, behind the same locks, after units were let go."""
    queues = _queues(demand, Terms.objects.all()) if queues else {}
    return left_over(demand, queues), queues


def left_over(demand: Demand, queues: Queues) -> Sequence[Place]:
    """What those in line, whose queues are locked, leave of the places, which are locked, too."""
    # Whoever brought units meanwhile found nobody in line, and whoever brings some now finds this
    # buyer. Waiting for rows of stock behind the queue could deadlock, so those in use are left.
    return behind_queue(lock_free_places(tuple(demand)), queues)


def _queues(demand: Demand, rows: QuerySet[Terms]) -> Queues:
    special = rows.filter(_HAS_QUEUE, sku__in=list(demand)).order_by("sku")
    return {
        terms.sku: Queue(
            sku=terms.sku,
            backordered=terms.backordered,
            is_open=terms.when_sold_out != WhenSoldOut.DENY,
            limit=terms.backorder_limit,
            hold_minutes=terms.hold_minutes,
        )
        for terms in special
    }


def lock_queues_of(order_id: UUID, rows: QuerySet[Terms]) -> None:
    """Locks those of `rows`, which say how, that are the queues of the order, in the lock order."""
    waiting = Backorder.objects.filter(reservation=order_id, state=BackorderState.WAITING)
    list(rows.filter(sku__in=waiting.order_by().values("sku")).order_by("sku"))


def backordered_items(later: Demand) -> tuple[BackorderedItem, ...]:
    """The units with the days they can be promised for, at the end of their locked queues."""
    days = days_in_line(later)
    return tuple(
        BackorderedItem(sku=sku, quantity=units, promised_for=days[sku])
        for sku, units in later.items()
    )


def put_in_line(order_id: UUID, items: Sequence[BackorderedItem]) -> None:
    """The units wait at the end of their queues, which are locked."""
    queues = Terms.objects.in_bulk([item.sku for item in items], field_name="sku")
    for item in items:
        queues[item.sku].wait(item.quantity)
    Terms.objects.bulk_update(queues.values(), ["backordered"])
    Backorder.objects.bulk_create(
        Backorder(
            reservation_id=order_id,
            sku=item.sku,
            quantity=item.quantity,
            promised_for=item.promised_for,
        )
        for item in items
    )


def tell_of_backorders(order_id: UUID, items: Sequence[BackorderedItem]) -> None:
    """Publishes that they wait."""
    for item in items:
        publish(
            BackorderRaised(
                order_id=order_id,
                sku=item.sku,
                quantity=item.quantity,
                promised_for=item.promised_for,
            )
        )


def leave_queues(reservation: Reservation, units: Mapping[str, int]) -> dict[str, int]:
    """Up to so many units of each SKU are waited for no more; returns how many, where any are.

    The reservation, which is not saved here, and the queues are locked.
    """
    waiting = Backorder.objects.filter(reservation=reservation, state=BackorderState.WAITING)
    rows = list(waiting.filter(sku__in=list(units)))
    given_up = {row.sku: min(units[row.sku], row.outstanding) for row in rows}
    queues = Terms.objects.in_bulk(list(given_up), field_name="sku") if rows else {}
    for row in rows:
        row.give_up(given_up[row.sku])
        queues[row.sku].wait(-given_up[row.sku])
        reservation.wait_for_fewer(given_up[row.sku])
    Terms.objects.bulk_update(queues.values(), ["backordered"])
    Backorder.objects.bulk_update(rows, ["quantity", "state"])
    return given_up


def cancel_backorders(order_id: UUID) -> None:
    """The order leaves the queues in which it still waits, which are locked."""
    waiting = Backorder.objects.filter(reservation=order_id, state=BackorderState.WAITING)
    rows = list(waiting)
    queues = Terms.objects.in_bulk([row.sku for row in rows], field_name="sku")
    for row in rows:
        queues[row.sku].wait(-row.cancel())
    Terms.objects.bulk_update(queues.values(), ["backordered"])
    Backorder.objects.bulk_update(rows, ["state"])
