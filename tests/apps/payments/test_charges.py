"""What a gateway may say that nobody hoped for."""

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection, connections
from prometheus_client import REGISTRY

from apps.payments.gateways import SandboxGateway, gateway_named
from apps.payments.models import AttemptState, Payment, PaymentState, Refund
from apps.payments.queries import (
    captured_by_order,
    gateways_out_of_balance,
    payments_out_of_balance,
)
from apps.payments.rules import Charge, ChargeStatus
from apps.payments.services import record_charge, record_refund, start_attempt
from shop.events.base import Money
from shop.events.payments import (
    PaymentFailed,
    PaymentRefunded,
    PaymentSucceeded,
    RefundRequested,
)
from shop.kernel import clock, jobs
from shop.kernel.errors import ClaimLost, Unreachable
from shop.kernel.outbox.unit_of_work import open_unit_of_work
from shop.kernel.outside import Refused
from tests.apps.payments.story import (
    attempt_of,
    authorised_by_lost_worker,
    charge_of,
    claimed,
    later,
    order_is_cancelled,
    order_waits,
)
from tests.factories.payments import RefundFactory
from tests.shop.sandbox.calls import APPROVED


class StubbornGateway(SandboxGateway):
    """Authorises, but never takes the money and never says why."""

    def capture(self, charge_id: str, *, amount: Money, key: str) -> Charge:
        raise Refused("no", status=409)


def captured_charge(
    payment: Payment, number: int = 1, *, captured: str = "12.50", refunded: str = "0"
) -> Charge:
    return Charge(
        id=f"ch_{number}",
        reference=str(attempt_of(payment, number).id),
        status=ChargeStatus.CAPTURED,
        amount=payment.amount,
        currency=payment.currency,
        captured=Decimal(captured),
        refunded=Decimal(refunded),
    )


def wait_until_blocked(other: Future[object]) -> None:
    """Until the other thread waits for a lock of this transaction, or is done without it."""
    with connection.cursor() as cursor:
        blocked = False
        while not (blocked or other.done()):
            cursor.execute(
                "SELECT EXISTS (SELECT FROM pg_locks"
                " WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid)))"
            )
            blocked = cursor.fetchone()[0]


def test_the_same_number_in_another_currency_pays_nothing(db, published):
    payment = order_waits(token=APPROVED)
    attempt = claimed(attempt_of(payment))
    charge = replace(captured_charge(payment), currency="JPY")

    with pytest.raises(Unreachable, match=f"is in JPY, {payment} in EUR"):
        record_charge(attempt_id=attempt.id, claims=attempt.claims, charge=charge)

    payment.refresh_from_db()
    assert (payment.state, payment.captured) == (PaymentState.OPEN, 0)
    assert published(PaymentSucceeded) == []


def test_a_reason_as_long_as_the_gateway_likes_ends_the_attempt_all_the_same(db, published):
    payment = order_waits(token=APPROVED)
    attempt = claimed(attempt_of(payment))
    charge = replace(
        captured_charge(payment, captured="0"),
        status=ChargeStatus.DECLINED,
        decline_code="do_not_honour_" * 20,
    )

    record_charge(attempt_id=attempt.id, claims=attempt.claims, charge=charge)

    attempt.refresh_from_db()
    assert (attempt.state, attempt.reason) == (AttemptState.DECLINED, charge.decline_code[:64])
    assert published(PaymentFailed)[0].reason == charge.decline_code


@pytest.mark.parametrize(
    ("captured", "refunded", "given_back"),
    [("12.00", "0", "12.00"), ("12.50", "2.50", "10.00"), ("13.00", "0", "13.00")],
)
def test_another_amount_than_the_order_costs_pays_nothing_and_goes_back(
    db, published, captured, refunded, given_back
):
    payment = order_waits(token=APPROVED)
    attempt = claimed(attempt_of(payment))
    charge = captured_charge(payment, captured=captured, refunded=refunded)

    record_charge(attempt_id=attempt.id, claims=1, charge=charge)

    payment.refresh_from_db()
    (event,) = published(RefundRequested)
    assert payment.state == PaymentState.OPEN
    assert event.amount.amount == Decimal(given_back)
    assert captured_by_order()[payment.order_id].kept == 0
    assert [event.reason for event in published(PaymentFailed)] == ["wrong_amount"]
    assert (
        published(PaymentSucceeded) == payments_out_of_balance() == gateways_out_of_balance() == []
    )


def test_money_that_the_gateway_gave_back_on_its_own_is_not_asked_back(db, published):
    payment = order_waits(token=APPROVED)
    attempt = claimed(attempt_of(payment))
    charge = captured_charge(payment, captured="12.50", refunded="12.50")

    record_charge(attempt_id=attempt.id, claims=1, charge=charge)

    assert len(published(PaymentFailed)) == 1
    assert (
        published(RefundRequested) == payments_out_of_balance() == gateways_out_of_balance() == []
    )


@pytest.mark.parametrize("refunded", ["2.50", "12.50"])
def test_what_the_gateway_gave_back_on_its_own_is_told(db, published, refunded):
    payment = order_waits(token=APPROVED)
    attempt = claimed(attempt_of(payment))
    charge = captured_charge(payment, captured="12.50", refunded=refunded)

    record_charge(attempt_id=attempt.id, claims=1, charge=charge)

    payment.refresh_from_db()
    told = [event.amount.amount for event in published(PaymentRefunded)]
    assert told == [payment.refunded] == [Decimal(refunded)]
    assert payments_out_of_balance() == gateways_out_of_balance() == []


def test_an_authorisation_that_was_let_go_at_the_gateway_fails_the_attempt(
    sandbox, published, do_jobs
):
    payment = order_waits(token=APPROVED)
    charge_id = authorised_by_lost_worker(attempt_of(payment))
    gateway_named("sandbox").void(charge_id, key="by hand")

    with later(seconds=61):
        do_jobs()

    assert attempt_of(payment).state == AttemptState.VOIDED
    assert [event.reason for event in published(PaymentFailed)] == ["voided"]


def test_a_gateway_that_will_not_capture_is_asked_again_later(
    sandbox, published, do_jobs, settings
):
    payment = order_waits(token=APPROVED)

    settings.PAYMENT_GATEWAYS = {"sandbox": f"{__name__}.StubbornGateway"}
    do_jobs()
    left = attempt_of(payment)
    settings.PAYMENT_GATEWAYS = {"sandbox": "apps.payments.gateways.SandboxGateway"}
    with later(minutes=1):
        do_jobs()

    assert left.state == AttemptState.AUTHORISED
    assert left.due_at > clock.now()
    assert len(published(PaymentSucceeded)) == 1


def test_a_worker_that_died_after_giving_back_is_replaced(sandbox, published, deliver, do_jobs):
    payment = order_waits(token=APPROVED)
    do_jobs()
    order_is_cancelled(payment)
    deliver("payments")
    refund = jobs.claim(Refund, payment.refunds.get().id)
    gateway_named("sandbox").refund(refund.attempt.gateway_id, amount=refund.due, key=refund.key)

    with later(seconds=61):
        do_jobs()

    assert charge_of(sandbox, attempt_of(payment))["refunded"] == "12.50"
    assert len(published(PaymentRefunded)) == 1


@pytest.mark.django_db(transaction=True)
def test_how_long_a_refund_took_is_told():
    refund = RefundFactory(claims=1, attempt__payment__paid=True)
    quick, slow = refunds_within("60.0"), refunds_within("120.0")

    with later(seconds=61):
        record_refund(refund_id=refund.id, claims=1)

    assert (refunds_within("60.0"), refunds_within("120.0")) == (quick, slow + 1)


def refunds_within(seconds: str) -> float:
    """How many of this process took no longer."""
    told = REGISTRY.get_sample_value("payments_refund_seconds_bucket", {"le": seconds})
    assert told is not None
    return told


def test_a_refund_is_not_recorded_by_a_claim_that_was_lost(db, published):
    refund = RefundFactory(claims=2)

    with pytest.raises(ClaimLost):
        record_refund(refund_id=refund.id, claims=1)

    assert published(PaymentRefunded) == []


@pytest.mark.django_db(transaction=True)
def test_charges_of_one_payment_are_counted_one_after_the_other(published):
    payment = order_waits(token=APPROVED)
    first = claimed(attempt_of(payment, 1))
    start_attempt(order_id=payment.order_id, token=APPROVED)
    second = claimed(attempt_of(payment, 2))

    def record_second() -> None:
        record_charge(attempt_id=second.id, claims=1, charge=captured_charge(payment, 2))
        connections.close_all()

    with ThreadPoolExecutor(1) as thread:
        with open_unit_of_work():
            record_charge(attempt_id=first.id, claims=1, charge=captured_charge(payment, 1))
            other = thread.submit(record_second)
            wait_until_blocked(other)
        other.result()

    payment.refresh_from_db()
    assert payment.captured == Decimal("25.00")
    assert [event.attempt for event in published(PaymentSucceeded)] == [2]
