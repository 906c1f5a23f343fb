from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import IntegrityError

from apps.orders.models import Cart, Order, OrderDiscount, OrderState, VoucherSlot
from apps.orders.queries import cart_of, explained_total, quote, vouchers_that_do_not_add_up
from apps.orders.rules import VoucherRefused
from apps.orders.services import (
    Condition,
    Reward,
    add_to_cart,
    cancel_order,
    check_out,
    end_promotion,
    make_voucher,
    merge_carts,
    put_voucher_into_cart,
    start_promotion,
    take_voucher_out,
)
from apps.payments.models import Payment, PaymentState
from shop.kernel import clock
from shop.kernel.errors import DomainError, InvalidInput, NotFound
from shop.kernel.identity import new_id
from shop.kernel.limits import LimitReached
from shop.operations.verify import money
from tests.apps.orders.conftest import ADDRESS
from tests.factories.orders import (
    MemberFactory,
    ShippingRateFactory,
    VoucherFactory,
    VoucherSlotFactory,
)

FIVE_OFF = Reward(kind="fixed", amount=Decimal(5), currency="EUR")
NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
BY_VOUCHER = Condition(needs_voucher=True)


@pytest.fixture
def ada() -> UUID:
    """Somebody who has not tried any code so far."""
    return new_id()


def voucher(code: str = "TEA-5", *, reward: Reward = FIVE_OFF, **facts):
    promotion = start_promotion(name="Five off", reward=reward, condition=BY_VOUCHER)
    return make_voucher(code=code, promotion_id=promotion.pk, **facts)


def fill(customer_id: UUID, *, code: str = "TEA-5", quantity: int = 1) -> None:
    add_to_cart(customer_id=customer_id, sku="TEA-1", quantity=quantity)
    put_voucher_into_cart(customer_id=customer_id, code=code)


def order_of(customer_id: UUID) -> Order:
    return check_out(customer_id=customer_id, delivery_address=ADDRESS).order


def contradictions() -> list[object]:
    return [
        *vouchers_that_do_not_add_up(),
        *money.confirmed_orders_are_paid(),
        *money.captured_money_has_an_order_or_went_back(),
        *money.orders_and_payments_agree(),
        *money.payments_add_up(),
    ]


def taken() -> int:
    return VoucherSlot.objects.filter(order__isnull=False).count()


def test_a_voucher_takes_off_what_nobody_gets_without(stocked, ada):
    stocked("TEA-1", units=9, price="12.50")
    tea_5 = voucher(slots=2)
    add_to_cart(customer_id=new_id(), sku="TEA-1", quantity=1)
    fill(ada, code=" tea-5 ")

    quoted = quote(ada, country="GB")
    placed = order_of(ada)

    assert (quoted.voucher, quoted.voucher_problem) == ("TEA-5", "")
    assert quoted.total.amount == placed.total == Decimal("7.50")
    assert placed.voucher_code == "TEA-5"
    assert OrderDiscount.objects.get().voucher_id == tea_5.pk
    assert [reason.sentence for reason in explained_total(placed.id).makes][-1] == (
        "Five off, by voucher TEA-5."
    )
    assert VoucherSlot.objects.get(order=placed).number == 1
    assert vouchers_that_do_not_add_up() == []


def test_without_the_voucher_everybody_pays_the_price(stocked, ada):
    stocked("TEA-1", units=9, price="12.50")
    voucher()
    fill(ada)
    take_voucher_out(customer_id=ada)

    assert cart_of(ada).voucher == ""
    assert order_of(ada).total == Decimal("12.50")


def test_a_voucher_is_used_up_by_its_last_order(stocked, ada):
    stocked("TEA-1", units=9)
    voucher(slots=1)
    bob = new_id()
    fill(ada)
    fill(bob)
    order_of(ada)

    problem = quote(bob, country="GB").voucher_problem
    with pytest.raises(VoucherRefused, match=r"TEA-5 is used up\. Take it out"):
        order_of(bob)
    with pytest.raises(VoucherRefused, match="used up"):
        put_voucher_into_cart(customer_id=new_id(), code="TEA-5")

    assert problem == "Voucher TEA-5 is used up."
    assert Order.objects.count() == 1


def test_any_number_of_orders_may_use_an_unlimited_one(stocked):
    stocked("TEA-1", units=9)
    voucher()
    customers = [new_id() for _ in range(3)]

    for customer in customers:
        fill(customer)
        order_of(customer)

    assert taken() == 3
    assert vouchers_that_do_not_add_up() == []


@pytest.mark.parametrize("slots", [None, 5])
def test_a_member_uses_a_voucher_once(stocked, slots):
    stocked("TEA-1", units=9)
    ada = MemberFactory().customer_id
    voucher(slots=slots, once_per_customer=True)
    fill(ada)
    order_of(ada)

    add_to_cart(customer_id=ada, sku="TEA-1", quantity=1)
    with pytest.raises(VoucherRefused, match="used voucher TEA-5 before"):
        put_voucher_into_cart(customer_id=ada, code="TEA-5")
    Cart.objects.filter(customer_id=ada, state="open").update(voucher_code="TEA-5")
    with pytest.raises(VoucherRefused, match="used voucher TEA-5 before"):
        order_of(ada)


def test_who_is_not_known_cannot_prove_to_come_once(stocked, ada):
    stocked("TEA-1", units=9)
    voucher(once_per_customer=True)

    with pytest.raises(VoucherRefused, match="for members: sign in"):
        fill(ada)


@pytest.mark.parametrize("slots", [None, 1])
def test_an_order_that_is_cancelled_gives_the_voucher_back(stocked, slots):
    stocked("TEA-1", units=9)
    ada = MemberFactory().customer_id
    voucher(slots=slots, once_per_customer=True)
    fill(ada)
    placed = order_of(ada)

    cancel_order(order_id=placed.id, reason="requested")
    assert taken() == 0
    fill(ada)
    again = order_of(ada)

    assert again.discount_total == 5
    assert vouchers_that_do_not_add_up() == []


@pytest.mark.parametrize("slots", [None, 1])
def test_an_order_that_is_rejected_uses_no_voucher(stocked, slots, ada):
    stocked("TEA-1", units=1)
    voucher(slots=slots)
    fill(ada, quantity=2)

    placed = order_of(ada)

    assert placed.state == OrderState.REJECTED
    assert taken() == 0
    assert cart_of(ada).voucher == "TEA-5"
    assert vouchers_that_do_not_add_up() == []


def test_a_voucher_that_takes_nothing_off_is_not_used(stocked, ada):
    stocked("TEA-1", units=9)
    voucher(reward=Reward(kind="free_shipping"))
    fill(ada)

    assert quote(ada, country="GB").voucher_problem == "Voucher TEA-5 takes nothing off this order."
    with pytest.raises(VoucherRefused, match="takes nothing off this order"):
        order_of(ada)


def test_a_voucher_ends_with_its_time_and_with_its_promotion(stocked, ada):
    stocked("TEA-1", units=9)
    now = clock.now()
    short = voucher("SHORT", ends=now + timedelta(days=1))
    long = voucher("LONG")

    with clock.travelled_to(now + timedelta(days=1)):
        with pytest.raises(VoucherRefused, match="SHORT is not valid, or not any more"):
            fill(ada, code=short.code)
        fill(ada, code=long.code)
        end_promotion(promotion_id=long.promotion_id)
        with pytest.raises(VoucherRefused, match="LONG is not valid"):
            order_of(ada)


@pytest.mark.parametrize("code", ["NO-SUCH", "XYZ"])
def test_what_nobody_handed_out_is_refused(db, code, ada):
    with pytest.raises(VoucherRefused, match="not valid"):
        put_voucher_into_cart(customer_id=ada, code=code)


@pytest.mark.parametrize("code", ["", "A", "TEA 5", "É-5", "A" * 41, "A\x00B"])
def test_what_can_be_no_code_is_refused(db, code, ada):
    with pytest.raises(InvalidInput, match="letters, digits and hyphens"):
        put_voucher_into_cart(customer_id=ada, code=code)


def test_nobody_guesses_for_long(db, ada, settings):
    settings.RATE_LIMITS = True

    for number in range(20):
        with pytest.raises(VoucherRefused):
            put_voucher_into_cart(customer_id=ada, code=f"GUESS-{number}")

    with pytest.raises(LimitReached):
        put_voucher_into_cart(customer_id=ada, code="GUESS-20")


def test_a_guests_voucher_goes_with_the_cart(stocked, ada):
    stocked("TEA-1", units=9)
    voucher()
    guest = new_id()
    fill(guest)

    merge_carts(from_customer_id=guest, into_customer_id=ada)

    assert cart_of(ada).voucher == "TEA-5"


def test_a_voucher_is_for_a_promotion_that_needs_one(db):
    for_all = start_promotion(name="Sale", reward=FIVE_OFF)

    with pytest.raises(DomainError, match="Sale needs no voucher"):
        make_voucher(code="SALE", promotion_id=for_all.pk)
    with pytest.raises(NotFound):
        make_voucher(code="SALE", promotion_id=for_all.pk + 1)


@pytest.mark.parametrize(
    "facts",
    [
        {"code": "no code"},
        {"slots": 0},
        {"slots": 100_001},
        {"begins": NOON, "ends": NOON},
    ],
)
def test_a_voucher_that_cannot_be_is_refused(db, facts):
    with pytest.raises(InvalidInput):
        voucher(**{"code": "TEA-5", **facts})


def test_a_code_stands_for_one_voucher(db):
    voucher()

    with pytest.raises(DomainError, match="There is a voucher TEA-5 already"):
        voucher("tea-5")


def test_slots_that_contradict_orders_are_found(stocked, ada):
    stocked("TEA-1", units=9)
    tea_5 = voucher(slots=3)
    fill(ada)
    placed = order_of(ada)

    Order.objects.update(state=OrderState.CANCELLED, cancel_reason="requested")
    of_cancelled = vouchers_that_do_not_add_up()
    Order.objects.update(state=OrderState.PENDING_PAYMENT, cancel_reason="")
    VoucherSlot.objects.filter(number=1).update(order=None, customer_id=None)
    of_none = vouchers_that_do_not_add_up()
    Order.objects.update(voucher_code="")
    VoucherSlot.objects.filter(number=3).delete()
    too_few = vouchers_that_do_not_add_up()

    assert of_cancelled == of_none == [f"order {placed.number}"]
    assert too_few == [f"voucher {tea_5}"]


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"code": "tea"}, "voucher_code_written"),
        ({"slots": 0}, "voucher_slots_above_zero"),
    ],
)
def test_the_database_refuses_vouchers_that_cannot_be(db, facts, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        VoucherFactory(**facts)


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"customer_id": UUID(int=1)}, "voucher_slot_is_an_order_of_a_customer"),
        ({"number": None}, "voucher_slot_numbered_or_used"),
    ],
)
def test_the_database_refuses_slots_that_cannot_be(db, facts, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        VoucherSlotFactory(**facts)


def test_an_order_of_nothing_is_paid_at_once(stocked, deliver):
    stocked("TEA-1", units=9)
    voucher(reward=Reward(kind="percentage", percent=Decimal(1)))
    ShippingRateFactory(zone__is_default=True)
    start_promotion(name="Sent free", reward=Reward(kind="free_shipping"))
    ada = new_id()
    fill(ada, quantity=2)

    placed = order_of(ada)
    deliver()

    placed.refresh_from_db()
    assert (placed.total, placed.state) == (0, OrderState.CONFIRMED)
    assert placed.payment_status == "paid"
    assert Payment.objects.get().state == PaymentState.PAID
    assert contradictions() == []


def test_one_that_is_cancelled_gives_nothing_back(stocked, deliver):
    stocked("TEA-1", units=9)
    voucher(reward=Reward(kind="percentage", percent=Decimal(1)), slots=1)
    ada = new_id()
    fill(ada)
    placed = order_of(ada)
    deliver()

    cancel_order(order_id=placed.id, reason="requested")
    deliver()

    assert Payment.objects.get().state == PaymentState.CLOSED
    assert taken() == 0
    assert contradictions() == []
