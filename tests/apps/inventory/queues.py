"""Queues as tests look at them."""

from django.db.models import Sum

from apps.inventory.models import (
    Backorder,
    BackorderState,
    Hold,
    Reservation,
    Terms,
    Waiting,
    WhenSoldOut,
)
from apps.inventory.queries import ledger_drift
from apps.inventory.services import agree_on_terms
from tests.factories.inventory import StockFactory


def let_wait(sku="TEA", *, on_hand=0, limit=None, available_from=None):
    """Buyers may wait for the SKU, of which there are so many units in MAIN."""
    StockFactory(sku=sku, on_hand=on_hand)
    waiting = Waiting(
        when_sold_out=WhenSoldOut.BACKORDER, limit=limit, available_from=available_from
    )
    agree_on_terms(sku=sku, waiting=waiting)


def held(order_id):
    """How many units are held for the order, by SKU."""
    holds = Hold.objects.filter(reservation=order_id).order_by().values("sku")
    return dict(holds.annotate(units=Sum("quantity")).values_list("sku", "units"))


def line(sku="TEA"):
    """Those who wait, the first in front, with how many units they wait for."""
    waiting = Backorder.objects.filter(sku=sku, state=BackorderState.WAITING).order_by("id")
    return [(it.reservation_id, it.outstanding) for it in waiting]


def assert_queues_add_up():
    """Counters are the sums of what is waited for, and the books agree."""
    waiting = Backorder.objects.filter(state=BackorderState.WAITING)
    for terms in Terms.objects.all():
        assert terms.backordered == sum(it.outstanding for it in waiting.filter(sku=terms.sku))
    for reservation in Reservation.objects.all():
        ours = waiting.filter(reservation=reservation)
        assert reservation.awaited == sum(it.outstanding for it in ours)
    assert ledger_drift() == []
