"""What is credited before it is charged is never taken."""

from decimal import Decimal

from apps.payments.models import PaymentAttempt
from apps.payments.queries import (
    captured_by_order,
)
from apps.payments.tasks import collecting
from shop.events.payments import (
    PaymentSucceeded,
    RefundRequested,
)
from shop.kernel import jobs
from tests.apps.payments.capture_on_dispatch.standing import (
    ADA,
    goods_leave,
    standing,
)
from tests.apps.payments.story import (
    attempt_of,
    balance,
    charge_of,
    later,
    refund_is_granted,
)


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
