"""Units that are free belong to those who wait for them, first come, first served.

Whoever makes units free gives them away in the same transaction. That he only tries: he waits for
nobody who has a queue or a reservation locked, so he may be anywhere in the lock order. What he had
to leave, a job gives away a moment later; new buyers stand behind the queue all the while.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from uuid import UUID

from django.db.models import Exists, OuterRef

from apps.inventory.models import (
    FREE,
    Backorder,
    BackorderState,
    Hold,
    Movement,
    Reservation,
    Stock,
    Terms,
)
from apps.inventory.services.announcing import announce_stock
from apps.inventory.services.ledger import write_balances
from apps.inventory.services.locking import lock_stock
from apps.inventory.services.sweeping import each_for_itself
from shop.events.inventory import BackorderFilled
from shop.kernel import clock
from shop.kernel.bus import publish
from shop.kernel.outbox.unit_of_work import unit_of_work

MOST_SERVED_AT_ONCE = 100
"""One transaction looks at so many in line; the job does the others."""


def serve_queues(stock: Sequence[Stock]) -> int:
    """Holds the free units of these rows, which are locked, for those who wait; how many units."""
    free = {row.pk: row for row in stock if row.free > 0}
    queues = _queues_for({row.sku for row in free.values()}) if free else []
    if not queues:
        return 0
    serving = _Serving(list(free.values()), [_front_of(terms.sku) for terms in queues])
    served = {terms.sku: serving.serve(terms.sku) for terms in queues}
    for terms in queues:
        terms.wait(-served[terms.sku])
    Terms.objects.bulk_update(queues, ["backordered"])
    serving.write_down()
    return sum(served.values())


def fill_backorders() -> int:
    """Gives away what was left free while somebody waits; returns how many units."""
    free = Stock.objects.annotate(free_units=FREE).filter(sku=OuterRef("sku"), free_units__gt=0)
    owed = Terms.objects.filter(Exists(free), backordered__gt=0).order_by("sku")
    return each_for_itself(list(owed.values_list("sku", flat=True)), _fill)


@unit_of_work
def _fill(sku: str) -> int:
    rows = lock_stock([sku])
    Terms.objects.select_for_update().get(sku=sku)
    served = serve_queues(rows)
    if served:
        announce_stock(skus=[sku])
    return served


def _queues_for(skus: Iterable[str]) -> list[Terms]:
    queues = Terms.objects.filter(sku__in=list(skus), backordered__gt=0).order_by("sku")
    return list(queues.select_for_update(skip_locked=True))


def _front_of(sku: str) -> list[Backorder]:
    waiting = Backorder.objects.filter(sku=sku, state=BackorderState.WAITING)
    return list(waiting.order_by("id")[:MOST_SERVED_AT_ONCE])


class _Serving:
    """Free units, the fronts of the queues behind their locks, and what was given to whom."""

    def __init__(self, stock: Sequence[Stock], fronts: Sequence[Sequence[Backorder]]) -> None:
        self._stock = stock
        self._fronts = {front[0].sku: front for front in fronts if front}
        waiting = {it.reservation_id for it in chain.from_iterable(fronts)}
        self._reservations = _lock_unused(waiting)
        self._holds = _holds_of(self._reservations)
        self._now = clock.now()
        self._moved: list[Movement] = []
        self._filled: list[Backorder] = []
        self._news: list[BackorderFilled] = []

    def serve(self, sku: str) -> int:
        """Gives free units to those in line until there are none; returns how many.

        Who has not paid in time is passed over. Nobody passes somebody who is just being paid for,
        or cancelled: the job goes on there.
        """
        before = len(self._news)
        for backorder in self._fronts.get(sku, ()):
            reservation = self._reservations.get(backorder.reservation_id)
            if reservation is None or not self._free(sku):
                break
            if not reservation.has_lapsed(self._now):
                self._fill(backorder, reservation)
        return sum(it.quantity for it in self._news[before:])

    def write_down(self) -> None:
        """Writes holds, balances, the ledger and the queue, and tells of it."""
        if not self._news:
            return
        write_balances(self._stock, self._moved)
        Backorder.objects.bulk_update(self._filled, ["filled", "state"])
        served = {it.order_id for it in self._news}
        Reservation.objects.bulk_update([self._reservations[it] for it in served], ["awaited"])
        holds = [hold for hold in self._holds.values() if hold.reservation_id in served]
        Hold.objects.bulk_update([hold for hold in holds if hold.pk], ["quantity"])
        Hold.objects.bulk_create(hold for hold in holds if not hold.pk)
        for filled in self._news:
            publish(filled)

    def _free(self, sku: str) -> list[Stock]:
        return [row for row in self._stock if row.sku == sku and row.free]

    def _fill(self, backorder: Backorder, reservation: Reservation) -> None:
        """As much as there is, first from where the order has units already."""
        before = backorder.filled
        for row in sorted(self._free(backorder.sku), key=lambda row: self._rank(row, reservation)):
            if units := min(row.free, backorder.outstanding):
                backorder.fill(units)
                reservation.fill(units)
                self._hold(row, reservation, units)
        self._filled.append(backorder)
        self._news.append(
            BackorderFilled(
                order_id=reservation.order_id,
                sku=backorder.sku,
                quantity=backorder.filled - before,
                order_is_complete=not reservation.awaited,
            )
        )

    def _rank(self, row: Stock, reservation: Reservation) -> tuple[bool, int, str]:
        given = {
            hold.warehouse
            for (order_id, *_), hold in self._holds.items()
            if order_id == reservation.order_id
        }
        return row.warehouse_id not in given, -row.free, row.warehouse_id

    def _hold(self, row: Stock, reservation: Reservation, units: int) -> None:
        key = reservation.order_id, row.sku, row.warehouse_id
        hold = self._holds.get(key) or Hold(
            reservation=reservation, sku=row.sku, warehouse=row.warehouse_id, quantity=0
        )
        hold.quantity += units
        self._holds[key] = hold
        moved = [row.hold(units), *([row.commit(units)] if reservation.is_paid else [])]
        for movement in moved:
            movement.order_id = reservation.order_id
        self._moved += moved


_Key = tuple[UUID, str, str]


def _lock_unused(order_ids: Iterable[UUID]) -> Mapping[UUID, Reservation]:
    """Those of the reservations that nobody else has locked."""
    rows = Reservation.objects.filter(pk__in=order_ids).order_by("pk")
    return {row.order_id: row for row in rows.select_for_update(skip_locked=True)}


def _holds_of(order_ids: Iterable[UUID]) -> dict[_Key, Hold]:
    holds = Hold.objects.filter(reservation__in=list(order_ids))
    return {(hold.reservation_id, hold.sku, hold.warehouse): hold for hold in holds}
