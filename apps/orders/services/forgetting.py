"""Carts and drafts that nobody comes back to are not kept; those that were ordered are."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q

from apps.orders.models import Cart, CartState, DraftOrder, DraftState, Member
from shop.kernel import clock
from shop.kernel.bites import delete_in_bites

CARTS_KEPT_FOR = timedelta(days=90)
DRAFTS_KEPT_FOR = timedelta(days=90)


def forget_left_carts() -> int:
    """Deletes what guests left open, and what was merged, 90 days ago; returns how many carts."""
    of_guest = ~Exists(Member.objects.filter(customer_id=OuterRef("customer_id")))
    left = Q(state=CartState.MERGED) | Q(state=CartState.OPEN) & of_guest
    long_ago = clock.now() - CARTS_KEPT_FOR
    return delete_in_bites(Cart.objects.filter(left, changed_at__lt=long_ago))


def forget_left_drafts() -> int:
    """Deletes drafts that never became an order and were touched 90 days ago; returns how many."""
    left = DraftOrder.objects.exclude(state=DraftState.PLACED)
    return delete_in_bites(left.filter(changed_at__lt=clock.now() - DRAFTS_KEPT_FOR))
