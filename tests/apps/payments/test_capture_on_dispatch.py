"""Cards are charged when the goods leave: the bank keeps the amount, and less may be taken."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from apps.payments.models import AttemptState, PaymentAttempt
from apps.payments.queries import (
    captured_by_order,
    cards_of,
    money_under_way,
    payments_out_of_balance,
    shown_payment,
    wallets_out_of_balance,
)
from apps.payments.rules import Method, StatusWord
from apps.payments.services import remove_card, start_attempt
from apps.payments.tasks import collecting
from shop.events.base import PostalAddress
from shop.events.orders import OrderConfirmed, OrderDelivered
from shop.events.payments import (
    PaymentAuthorised,
    PaymentCaptured,
    PaymentFailed,
    PaymentLapsed,
    PaymentSucceeded,
    RefundRequested,
)
from shop.events.shipping import ShipmentDispatched
from shop.kernel import jobs
from shop.kernel.errors import DomainError
from shop.kernel.identity import new_id
from tests.apps.payments.story import (
    PRICE,
    attempt_of,
    balance,
    charge_of,
    give,
    happen,
    later,
    order_is_cancelled,
    order_waits,
    refund_is_granted,
    settle,
    tell_all,
)
from tests.shop.sandbox.calls import APPROVED, DECLINED, LETS_GO

ADA = UUID(int=1)
ADDRESS = PostalAddress(name="Ada", line1="1 Quay", city="Porto", postal_code="4000", country="PT")
A_WHILE = timedelta(minutes=10)


@pytest.fixture(autouse=True)
def _on_dispatch(settings):
    settings.CAPTURE = "on_dispatch"


@pytest.fixture
def payment(sandbox, do_jobs):
    """12.50 euros, kept by the bank of somebody with 8 euros in the wallet."""
    give(ADA, "8.00")
    payment = order_waits(token=APPROVED, customer_id=ADA)
    do_jobs()
    return payment


@pytest.fixture
def split(sandbox, do_jobs):
    """8 euros of 12.50 from the wallet, and the rest kept by the bank."""
    give(ADA, "8.00")
    payment = order_waits(customer_id=ADA)
    start_attempt(order_id=payment.order_id, token=APPROVED, wallet_amount=Decimal("8.00"))
    do_jobs()
    return payment


@pytest.fixture
def dispatch(deliver, do_jobs):
    """The parcel of the payment's order leaves, and everybody does what follows."""

    def leave(payment):
        goods_leave(payment)
        deliver("payments")
        do_jobs()

    return leave


def goods_leave(payment):
    happen(
        ShipmentDispatched(shipment_id=new_id(), order_id=payment.order_id, tracking_number="SB1")
    )


def standing(payment):
    """The payment's state, what it keeps, and what is promised; nothing is out of balance."""
    assert payments_out_of_balance() == wallets_out_of_balance() == []
    money = captured_by_order()[payment.order_id]
    return money.state, money.kept, money.promised


def word_for(payment):
    return shown_payment(customer_id=payment.customer_id, order_id=payment.order_id).status


def let_go_by_bank(sandbox, attempt):
    """The buyer's bank gives free what it kept."""
    ask_gateway(sandbox, attempt, "void")


def ask_gateway(sandbox, attempt, move, **body):
    """Somebody moves the charge in the gateway's own pages."""
    with sandbox.client() as client:
        answer = client.post(
            f"/gateway/charges/{charge_of(sandbox, attempt)['id']}/{move}",
            headers={"Idempotency-Key": str(new_id())},
            json=body or None,
        )
    assert answer.status_code == 200


def test_the_bank_keeps_the_amount_and_the_order_is_paid_for(payment, sandbox, published):
    assert standing(payment) == ("authorised", 0, Decimal("12.50"))
    assert charge_of(sandbox, attempt_of(payment))["status"] == "authorised"
    assert word_for(payment) == StatusWord.REQUIRES_CAPTURE
    assert attempt_of(payment).token == ""
    (authorised,) = published(PaymentAuthorised)
    assert (authorised.order_id, authorised.amount) == (payment.order_id, PRICE)
    assert not published(PaymentCaptured)
    assert not published(PaymentSucceeded)


def test_it_is_taken_when_the_parcel_leaves(payment, sandbox, published, dispatch):
    dispatch(payment)

    assert standing(payment) == ("paid", Decimal("12.50"), 0)
    assert charge_of(sandbox, attempt_of(payment))["captured"] == "12.50"
    assert word_for(payment) == StatusWord.SUCCEEDED
    assert [event.amount for event in published(PaymentSucceeded)] == [PRICE]


def test_a_parcel_that_leaves_twice_takes_it_once(payment, published, deliver, do_jobs):
    goods_leave(payment)
    goods_leave(payment)
    deliver("payments")
    do_jobs()
    goods_leave(payment)
    deliver("payments")
    do_jobs()

    assert len(published(PaymentCaptured)) == len(published(PaymentSucceeded)) == 1
    assert standing(payment) == ("paid", Decimal("12.50"), 0)


def test_it_is_taken_when_tickets_are_handed_out(payment, deliver, do_jobs):
    happen(
        OrderDelivered(order_id=payment.order_id, number="T-1", customer_id=ADA, by_parcel=False)
    )
    deliver("payments")
    do_jobs()

    assert standing(payment) == ("paid", Decimal("12.50"), 0)


@pytest.mark.parametrize(("waits", "state"), [(True, "paid"), (False, "authorised")])
def test_an_order_that_waits_for_stock_is_charged_at_once(payment, deliver, do_jobs, waits, state):
    happen(
        OrderConfirmed(
            order_id=payment.order_id,
            number="T-1",
            customer_id=ADA,
            items=(),
            total=PRICE,
            delivery_address=ADDRESS,
            waits_for_stock=waits,
        )
    )
    deliver("payments")
    do_jobs()

    assert standing(payment)[0] == state


def test_it_is_taken_before_the_bank_lets_go_of_it(payment, do_jobs):
    with later(days=5):
        early = do_jobs(), standing(payment)[0]
    with later(days=6, minutes=1):
        do_jobs()

    assert early == (0, "authorised")
    assert standing(payment) == ("paid", Decimal("12.50"), 0)


def test_nothing_is_late_while_the_bank_keeps_it(payment):
    with later(days=5):
        assert not money_under_way(longer_than=A_WHILE)
    with later(days=6, hours=1):
        assert [work.what for work in money_under_way(longer_than=A_WHILE)] == ["attempt"]


def test_of_a_cancelled_order_nothing_is_ever_taken(payment, sandbox, published, deliver, do_jobs):
    order_is_cancelled(payment)
    deliver("payments")
    do_jobs()

    assert charge_of(sandbox, attempt_of(payment))["status"] == "voided"
    assert standing(payment) == ("closed", 0, 0)
    assert not published(PaymentCaptured)
    assert not published(RefundRequested)


def test_less_is_taken_after_a_part_was_credited(payment, sandbox, published, deliver, dispatch):
    refund_is_granted(payment, "5.00")
    deliver("payments")
    before = standing(payment)
    dispatch(payment)

    charge = charge_of(sandbox, attempt_of(payment))
    assert before == ("authorised", 0, Decimal("7.50"))
    assert (charge["amount"], charge["captured"], charge["refunded"]) == ("12.50", "7.50", "0.00")
    assert standing(payment) == ("paid", Decimal("7.50"), 0)
    assert not published(RefundRequested)
    assert [str(event.amount.amount) for event in published(PaymentSucceeded)] == ["7.50"]


def test_what_is_credited_later_goes_back(payment, sandbox, deliver, do_jobs, dispatch):
    refund_is_granted(payment, "5.00")
    deliver("payments")
    dispatch(payment)
    refund_is_granted(payment, "2.00")
    deliver("payments")
    do_jobs()

    charge = charge_of(sandbox, attempt_of(payment))
    assert (charge["captured"], charge["refunded"]) == ("7.50", "2.00")
    assert standing(payment) == ("paid", Decimal("5.50"), 0)


def test_what_is_credited_while_it_is_being_taken_goes_back_afterwards(
    payment, sandbox, deliver, do_jobs
):
    goods_leave(payment)
    deliver("payments")
    refund_is_granted(payment, "5.00")
    deliver("payments")
    asked, here = standing(payment), captured_by_order()[payment.order_id].here
    do_jobs()
    do_jobs()

    charge = charge_of(sandbox, attempt_of(payment))
    assert asked == ("authorised", 0, Decimal("12.50"))
    assert here == Decimal("7.50")
    assert (charge["captured"], charge["refunded"]) == ("12.50", "5.00")
    assert standing(payment) == ("paid", Decimal("7.50"), 0)


def test_a_credit_after_the_worker_claimed_changes_nothing_of_what_he_asks_for(
    payment, sandbox, deliver
):
    """The worker has read 12.50 euros; less is held when he asks what to do."""
    with later(days=6, minutes=1):
        mine = jobs.claim(PaymentAttempt, attempt_of(payment).id)
        refund_is_granted(payment, "5.00")
        deliver("payments")
        collecting._collect(mine)

    assert charge_of(sandbox, attempt_of(payment))["captured"] == "7.50"
    assert standing(payment) == ("paid", Decimal("7.50"), 0)


def test_a_split_order_is_taken_in_both_parts(split, sandbox, dispatch):
    before = standing(split)
    dispatch(split)

    assert before == ("authorised", 8, Decimal("4.50"))
    assert charge_of(sandbox, attempt_of(split, 2))["captured"] == "4.50"
    assert standing(split) == ("paid", Decimal("12.50"), 0)


def test_what_the_bank_keeps_becomes_less_before_the_wallet_gets_anything(split, deliver):
    refund_is_granted(split, "3.00")
    deliver("payments")

    assert standing(split) == ("authorised", 8, Decimal("1.50"))
    assert balance(ADA) == 0


def test_once_nothing_is_left_for_the_bank_to_give_the_wallet_gets_the_rest_back(
    split, sandbox, published, deliver, do_jobs, dispatch
):
    refund_is_granted(split, "6.00")
    deliver("payments")
    do_jobs()

    assert charge_of(sandbox, attempt_of(split, 2))["status"] == "voided"
    assert standing(split) == ("paid", Decimal("6.50"), 0)
    assert balance(ADA) == Decimal("1.50")
    (succeeded,) = published(PaymentSucceeded)
    assert (succeeded.attempt, str(succeeded.amount.amount)) == (0, "6.50")
    dispatch(split)
    assert standing(split) == ("paid", Decimal("6.50"), 0)


def test_an_order_whose_money_is_promised_cannot_be_paid_again(payment):
    with pytest.raises(DomainError, match="paid already"):
        start_attempt(order_id=payment.order_id, method=Method.WALLET)


def test_what_somebody_takes_at_the_gateway_itself_is_taken(payment, sandbox, deliver, do_jobs):
    """Who presses the button there does not know what was credited here."""
    refund_is_granted(payment, "5.00")
    deliver("payments")
    ask_gateway(sandbox, attempt_of(payment), "capture", amount="12.50", currency="EUR")
    tell_all(sandbox, attempt_of(payment))
    do_jobs()
    do_jobs()

    charge = charge_of(sandbox, attempt_of(payment))
    assert (charge["captured"], charge["refunded"]) == ("12.50", "5.00")
    assert standing(payment) == ("paid", Decimal("7.50"), 0)


def test_too_little_taken_at_the_gateway_itself_goes_back(payment, sandbox, do_jobs):
    ask_gateway(sandbox, attempt_of(payment), "capture", amount="12.00", currency="EUR")
    tell_all(sandbox, attempt_of(payment))
    do_jobs()
    do_jobs()

    assert charge_of(sandbox, attempt_of(payment))["status"] == "refunded"
    assert standing(payment) == ("lapsed", 0, 0)


def test_what_the_bank_lets_go_of_is_not_paid_any_more(payment, sandbox, published, do_jobs):
    let_go_by_bank(sandbox, attempt_of(payment))
    tell_all(sandbox, attempt_of(payment))
    do_jobs()
    do_jobs()

    assert standing(payment) == ("lapsed", 0, 0)
    assert attempt_of(payment).state == AttemptState.VOIDED
    assert word_for(payment) == StatusWord.REQUIRES_PAYMENT_METHOD
    assert [event.reason for event in published(PaymentLapsed)] == ["voided"]
    assert not published(PaymentFailed)


def test_a_message_that_tells_nothing_new_leaves_it_where_it_is(payment, sandbox, do_jobs):
    tell_all(sandbox, attempt_of(payment))
    do_jobs()
    do_jobs()

    attempt = attempt_of(payment)
    assert standing(payment) == ("authorised", 0, Decimal("12.50"))
    assert attempt.due_at == attempt.held_until


def test_what_a_bank_does_not_give_when_the_parcel_leaves_is_owed(
    sandbox, published, do_jobs, dispatch
):
    payment = order_waits(token=LETS_GO, customer_id=ADA)
    do_jobs()
    dispatch(payment)

    shown = shown_payment(customer_id=ADA, order_id=payment.order_id)
    assert standing(payment) == ("lapsed", 0, 0)
    assert shown.is_overdue
    assert shown.methods
    assert len(published(PaymentLapsed)) == 1


def test_whoever_owes_it_pays_less_the_credit_and_is_charged_at_once(
    payment, sandbox, published, deliver, do_jobs, dispatch
):
    refund_is_granted(payment, "5.00")
    let_go_by_bank(sandbox, attempt_of(payment))
    dispatch(payment)
    start_attempt(order_id=payment.order_id, token=DECLINED)
    do_jobs()
    declined = standing(payment)
    start_attempt(order_id=payment.order_id, token=APPROVED)
    do_jobs()

    assert declined == ("lapsed", 0, 0)
    assert [event.attempt for event in published(PaymentFailed)] == [2]
    assert charge_of(sandbox, attempt_of(payment, 3))["captured"] == "7.50"
    assert standing(payment) == ("paid", Decimal("7.50"), 0)


def test_whoever_owes_it_may_pay_a_part_from_the_wallet(payment, sandbox, do_jobs, dispatch):
    let_go_by_bank(sandbox, attempt_of(payment))
    dispatch(payment)
    start_attempt(order_id=payment.order_id, token=APPROVED, wallet_amount=Decimal("2.50"))
    half = standing(payment)
    do_jobs()

    assert half == ("lapsed", Decimal("2.50"), 0)
    assert standing(payment) == ("paid", Decimal("12.50"), 0)


def test_goods_that_come_back_unpaid_leave_nothing_to_pay(
    payment, sandbox, published, deliver, do_jobs, dispatch
):
    let_go_by_bank(sandbox, attempt_of(payment))
    dispatch(payment)
    refund_is_granted(payment, "12.50")
    deliver("payments")
    do_jobs()

    assert standing(payment) == ("paid", 0, 0)
    assert not published(RefundRequested)


def test_a_upi_payment_is_taken_at_once(sandbox, do_jobs):
    payment = order_waits()
    start_attempt(order_id=payment.order_id, method=Method.UPI_COLLECT, vpa="slow@sandbox")
    do_jobs()
    settle(sandbox, attempt_of(payment))
    with later(minutes=1):
        do_jobs()

    assert standing(payment) == ("paid", Decimal("12.50"), 0)


def test_a_card_that_is_kept_is_there_before_it_is_charged(sandbox, do_jobs, dispatch):
    payment = order_waits(customer_id=ADA)
    start_attempt(order_id=payment.order_id, token=APPROVED, keep=True)
    do_jobs()
    before = len(cards_of(ADA))
    dispatch(payment)

    assert before == len(cards_of(ADA)) == 1


def test_a_card_that_was_removed_meanwhile_is_charged_and_stays_removed(sandbox, do_jobs, dispatch):
    payment = order_waits(customer_id=ADA)
    start_attempt(order_id=payment.order_id, token=APPROVED, keep=True)
    do_jobs()
    (kept,) = cards_of(ADA)
    remove_card(customer_id=ADA, card_id=kept.id)
    do_jobs()
    dispatch(payment)

    assert standing(payment) == ("paid", Decimal("12.50"), 0)
    assert not cards_of(ADA)


def test_a_shop_that_goes_back_to_charging_at_once_takes_what_was_promised(
    payment, settings, dispatch
):
    settings.CAPTURE = "at_once"
    dispatch(payment)

    assert standing(payment) == ("paid", Decimal("12.50"), 0)
