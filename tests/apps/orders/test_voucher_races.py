"""Many who use a voucher at the same moment, with real threads and real commits."""

from collections import Counter
from functools import partial
from uuid import UUID

import pytest

from apps.orders.models import Order, VoucherSlot
from apps.orders.queries import (
    discounts_that_do_not_add_up,
    totals_that_do_not_add_up,
    vouchers_that_do_not_add_up,
)
from apps.orders.rules import VoucherRefused, VoucherUsedUp
from apps.orders.services import cancel_order, check_out
from shop.kernel.identity import new_id
from tests.apps.orders.conftest import ADDRESS
from tests.apps.orders.test_vouchers import voucher
from tests.factories.orders import CartFactory, CartLineFactory, MemberFactory
from tests.together import outcomes_of

pytestmark = pytest.mark.django_db(transaction=True)

BUYERS = 200


def cart_with_voucher(customer_id: UUID) -> UUID:
    cart = CartFactory(customer_id=customer_id, voucher_code="TEA-5")
    CartLineFactory(cart=cart, sku="TEA-1")
    return customer_id


def order_of(customer_id: UUID) -> Order:
    return check_out(customer_id=customer_id, delivery_address=ADDRESS).order


def contradictions() -> list[str]:
    return [
        *vouchers_that_do_not_add_up(),
        *totals_that_do_not_add_up(),
        *discounts_that_do_not_add_up(),
    ]


def test_of_two_hundred_at_once_as_many_get_the_voucher_as_it_has_slots(stocked):
    stocked("TEA-1", units=BUYERS)
    voucher(slots=50)
    buyers = [cart_with_voucher(new_id()) for _ in range(BUYERS)]

    outcomes = outcomes_of([partial(order_of, buyer) for buyer in buyers])

    kinds = Counter(type(outcome) for outcome in outcomes)
    assert kinds[Order] == 50
    assert kinds[VoucherUsedUp] + kinds[VoucherRefused] == BUYERS - 50, kinds
    assert Order.objects.filter(discount_total=5).count() == Order.objects.count() == 50
    assert not VoucherSlot.objects.filter(order=None).exists()
    assert contradictions() == []


def test_two_hundred_at_once_use_an_unlimited_one(stocked):
    stocked("TEA-1", units=BUYERS)
    voucher()
    buyers = [cart_with_voucher(new_id()) for _ in range(BUYERS)]

    outcomes = outcomes_of([partial(order_of, buyer) for buyer in buyers])

    assert Counter(type(outcome) for outcome in outcomes) == {Order: BUYERS}
    assert VoucherSlot.objects.count() == BUYERS
    assert contradictions() == []


@pytest.mark.parametrize("slots", [None, 50])
def test_a_member_with_ten_tabs_uses_it_once(stocked, slots):
    stocked("TEA-1", units=50)
    voucher(slots=slots, once_per_customer=True)
    ada = cart_with_voucher(MemberFactory().customer_id)

    outcomes = outcomes_of([partial(order_of, ada)] * 10)

    assert {type(outcome) for outcome in outcomes} == {Order}
    assert Order.objects.count() == 1
    assert VoucherSlot.objects.filter(order__isnull=False).count() == 1
    assert contradictions() == []


def test_slots_that_come_back_meanwhile_are_used_again_but_never_twice(stocked):
    stocked("TEA-1", units=BUYERS)
    voucher(slots=10)
    first = [order_of(cart_with_voucher(new_id())) for _ in range(10)]
    buyers = [cart_with_voucher(new_id()) for _ in range(40)]
    cancel = partial(cancel_order, reason="requested")

    outcomes = outcomes_of(
        [
            *(partial(cancel, order_id=order.id) for order in first),
            *(partial(order_of, buyer) for buyer in buyers),
        ]
    )

    placed = [each for each in outcomes[10:] if isinstance(each, Order)]
    refused = [each for each in outcomes[10:] if isinstance(each, VoucherUsedUp | VoucherRefused)]
    used = VoucherSlot.objects.filter(order__isnull=False).count()
    assert len(placed) == used <= 10
    assert len(placed) + len(refused) == 40
    assert contradictions() == []
