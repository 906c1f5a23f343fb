"""Carts that nobody comes back to."""

from datetime import timedelta

from apps.orders.models import Cart, CartLine, CartState
from apps.orders.tasks import forget_left_carts
from shop.kernel import clock
from tests.factories.orders import CartFactory, CartLineFactory, MemberFactory, OrderFactory


def left(before, **how):
    return CartFactory(changed_at=clock.now() - before, **how)


def test_a_guests_cart_is_forgotten_with_its_lines_after_90_days(db):
    CartLineFactory(cart=left(timedelta(days=91)))
    left(timedelta(days=91))
    line = CartLineFactory(cart=left(timedelta(days=89)))

    assert forget_left_carts() == 2
    assert list(Cart.objects.all()) == [line.cart]
    assert list(CartLine.objects.all()) == [line]


def test_the_cart_of_a_member_waits_for_ever(db):
    member = MemberFactory()
    cart = left(timedelta(days=999), customer_id=member.customer_id)

    assert forget_left_carts() == 0
    assert list(Cart.objects.all()) == [cart]


def test_a_cart_that_was_ordered_stays_with_its_order_and_a_merged_one_does_not(db):
    long_ago = timedelta(days=91)
    ordered = left(long_ago, state=CartState.ORDERED, order=OrderFactory())
    left(long_ago, state=CartState.MERGED, customer_id=MemberFactory().customer_id)

    assert forget_left_carts() == 1
    assert list(Cart.objects.all()) == [ordered]
