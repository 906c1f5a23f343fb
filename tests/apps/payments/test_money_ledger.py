"""Every cent at a gateway is on two accounts."""

from decimal import Decimal
from importlib import import_module

import pytest
from django.db import IntegrityError, connection, transaction

from apps.payments.gateways import gateway_named
from apps.payments.models import (
    AttemptState,
    Payment,
    PaymentAttempt,
    Refund,
    WalletEntry,
    WalletTransfer,
)
from apps.payments.queries import (
    booked_at,
    gateways_out_of_balance,
    held_by_gateways,
    wallets_out_of_balance,
)
from apps.payments.rules import BreakKind, Method, SettlementLine
from apps.payments.services import record_refused_refund, refund_to_wallet, start_attempt
from apps.payments.services.ledger import book_capture
from shop.events.base import Money
from shop.kernel import clock, jobs
from shop.kernel.identity import new_id
from shop.operations.reconcile import compared
from shop.operations.verify.money import gateways_add_up
from tests.apps.payments.story import (
    attempt_of,
    balance,
    charges_of,
    give,
    order_is_cancelled,
    order_waits,
)
from tests.factories.payments import PaymentAttemptFactory, PaymentFactory, RefundFactory
from tests.shop.sandbox.calls import APPROVED, DECLINED

ALL = Decimal("12.50")


def entries(reason: str) -> list[tuple[str, str, Decimal]]:
    """System account, gateway and amount of each entry of such transfers."""
    found = WalletEntry.objects.filter(transfer__reason=reason).order_by("system")
    return list(found.values_list("system", "gateway", "amount"))


def held(amount: str) -> dict[str, list[Money]]:
    return {"sandbox": [Money(amount=Decimal(amount), currency="EUR")]}


def test_a_capture_and_what_is_given_back_are_on_two_accounts_each(
    sandbox, published, deliver, do_jobs
):
    payment = order_waits(token=APPROVED)
    do_jobs()
    taken = held_by_gateways()
    order_is_cancelled(payment)
    deliver("payments")
    do_jobs()

    assert taken == held("12.50")
    assert entries("capture") == [("gateway", "sandbox", -ALL), ("sales", "", ALL)]
    assert entries("given_back") == [("gateway", "sandbox", ALL), ("refunds", "", -ALL)]
    assert held_by_gateways() == held("0.00")
    assert gateways_out_of_balance() == wallets_out_of_balance() == []


def test_what_a_wallet_pays_is_at_no_gateway(db):
    customer_id = new_id()
    give(customer_id, "20.00")
    payment = order_waits(customer_id=customer_id)

    start_attempt(order_id=payment.order_id, method=Method.WALLET)
    order_is_cancelled(payment)

    assert held_by_gateways() == {}
    assert gateways_out_of_balance() == wallets_out_of_balance() == []


def test_what_the_gateway_refused_to_give_back_is_still_there(sandbox, published, deliver, do_jobs):
    payment = order_waits(token=APPROVED)
    do_jobs()
    order_is_cancelled(payment)
    deliver("payments")
    refund = jobs.claim(Refund, payment.refunds.get().id)
    record_refused_refund(refund_id=refund.id, claims=refund.claims, refusal="no")

    refund_to_wallet(refund_id=refund.id)

    assert balance(payment.customer_id) == ALL
    assert held_by_gateways() == held("12.50")
    assert gateways_out_of_balance() == wallets_out_of_balance() == []


def test_a_capture_is_booked_once(db):
    attempt = PaymentAttemptFactory(captured_all=True)

    with pytest.raises(IntegrityError, match="key"), transaction.atomic():
        book_capture(attempt.payment, attempt)


@pytest.mark.parametrize(
    ("system", "gateway"), [("gateway", ""), ("sales", "sandbox"), ("goodwill", "sandbox")]
)
def test_the_database_wants_to_know_whose_account_it_is(db, system, gateway):
    transfer = WalletTransfer.objects.create(key="k", reason="goodwill")
    both = [
        WalletEntry(transfer=transfer, system=system, gateway=gateway, amount=5, currency="EUR"),
        WalletEntry(transfer=transfer, system="goodwill", amount=-5, currency="EUR"),
    ]

    with pytest.raises(IntegrityError, match="names_its_gateway"), transaction.atomic():
        WalletEntry.objects.bulk_create(both)


def captured_before_the_ledger(payment: Payment) -> PaymentAttempt:
    """An attempt that brought all, of which no account tells."""
    return PaymentAttempt.objects.create(
        payment=payment,
        number=1,
        amount=payment.amount,
        state=AttemptState.CAPTURED,
        gateway="sandbox",
        gateway_id="ch_1",
        captured=payment.amount,
        promised_back=payment.amount,
        due_at=None,
    )


def test_money_that_the_ledger_does_not_know_is_found(db):
    attempt = captured_before_the_ledger(PaymentFactory(paid=True))

    (complaint,) = gateways_out_of_balance()

    assert complaint == (
        f"attempt {attempt.id}: 12.500 was captured at sandbox, but the ledger says 0"
    )
    (finding,) = gateways_add_up()
    assert finding.subject == f"attempt {attempt.id}"


def test_a_refund_that_the_ledger_does_not_know_is_found(db):
    refund = RefundFactory()
    Refund.objects.filter(pk=refund.pk).update(state="done", due_at=None)

    (complaint,) = gateways_out_of_balance()

    assert "12.500 was given back by sandbox, but the ledger says 0" in complaint


def test_what_was_there_before_the_ledger_is_carried_over(db):
    payment = PaymentFactory(paid=True)
    attempt = captured_before_the_ledger(payment)
    Refund.objects.create(
        payment=payment,
        attempt=attempt,
        amount=Decimal("2.50"),
        reason="order_cancelled",
        state="done",
        due_at=None,
    )
    migration = import_module("apps.payments.migrations.0012_ledger_of_gateways")

    with connection.cursor() as cursor:
        cursor.execute(migration._BOOK)

    assert gateways_out_of_balance() == wallets_out_of_balance() == []
    assert held_by_gateways() == held("10.00")
    assert entries("given_back") == [
        ("gateway", "sandbox", Decimal("2.50")),
        ("refunds", "", Decimal("-2.50")),
    ]


def test_an_attempt_that_brought_nothing_is_on_no_account(db):
    PaymentAttemptFactory()

    assert WalletTransfer.objects.count() == 0
    assert gateways_out_of_balance() == []


def test_the_accounts_of_an_attempt_are_those_of_its_gateway(sandbox, published, do_jobs, settings):
    settings.PAYMENT_GATEWAYS = {"other": "apps.payments.gateways.SandboxGateway"}
    payment = order_waits(token=APPROVED)

    do_jobs()

    assert attempt_of(payment).gateway == "other"
    assert list(held_by_gateways()) == ["other"]


def settled(sandbox) -> list[SettlementLine]:
    """What the gateway's books say of every attempt, as a file would."""
    charges = [one for a in PaymentAttempt.objects.all() for one in charges_of(sandbox, a)]
    return [
        SettlementLine(
            id=f"{charge['id']}:settled",
            charge_id=charge["id"],
            came=Decimal(charge["captured"]),
            went=Decimal(charge["refunded"]),
            currency=charge["currency"],
            at=clock.now(),
        )
        for charge in charges
        if charge["captured"] != "0.00"
    ]


def test_the_gateways_own_books_say_what_the_ledger_says(sandbox, published, deliver, do_jobs):
    kept, cancelled = order_waits(token=APPROVED), order_waits(token=APPROVED)
    order_waits(token=DECLINED)
    do_jobs()
    order_is_cancelled(cancelled)
    deliver("payments")
    do_jobs()

    agree = compared(settled(sandbox), booked_at("sandbox"))
    charge_id = attempt_of(kept).gateway_id
    by_hand = Money(amount=Decimal("2.50"), currency="EUR")
    gateway_named("sandbox").refund(charge_id, amount=by_hand, key="in the gateway's own pages")
    (differ,) = compared(settled(sandbox), booked_at("sandbox"))

    assert agree == []
    assert (differ.kind, differ.subject) == (BreakKind.REFUND_UNKNOWN_HERE, charge_id)
