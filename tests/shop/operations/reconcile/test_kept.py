"""Kept settlements are held against the books by themselves, and staff see what differs."""

import json
from datetime import timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from prometheus_client import generate_latest

from apps.payments.models import (
    PaymentAttempt,
    SettlementBreak,
    SettlementEntry,
    SettlementFeed,
)
from apps.payments.queries import settlement_at
from config.celery import app
from shop.kernel import clock
from shop.operations.reconcile import match
from shop.operations.reconcile.metrics import REGISTRY
from shop.operations.tasks import reconcile
from tests.factories.orders import OrderFactory
from tests.factories.payments import (
    PaymentAttemptFactory,
    PaymentFactory,
    SettlementBreakFactory,
    SettlementEntryFactory,
    SettlementFeedFactory,
)
from tests.shop.storefront.reader import Page

pytestmark = pytest.mark.django_db(transaction=True)

LIST = reverse("admin:payments_settlementbreak_changelist")


@pytest.fixture
def paid() -> PaymentAttempt:
    """A confirmed order of 12.50 euros, paid at the sandbox."""
    order = OrderFactory(state="confirmed", total=Decimal("12.50"), captured=Decimal("12.50"))
    payment = PaymentFactory(paid=True, order_id=order.id, order_number=order.number)
    return PaymentAttemptFactory(payment=payment, captured_all=True, gateway_id="ch_1")


@pytest.fixture
def given_back(paid) -> None:
    """Three days ago the gateway told of it, and of some that went back and is not known here."""
    long_ago = clock.now() - timedelta(days=3)
    SettlementFeedFactory(provider="sandbox", told_until=clock.now())
    SettlementEntryFactory(charge_id="ch_1", at=long_ago)
    SettlementEntryFactory(charge_id="ch_1", came=0, went=Decimal("2.50"), at=long_ago)


def file_of(tmp_path, *rows: str) -> str:
    file = tmp_path / "settled.csv"
    file.write_text("\n".join(["id,charge,amount,currency,at", *rows]))
    return str(file)


def said(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def figures() -> str:
    return generate_latest(REGISTRY).decode()


def test_a_file_is_kept_once_after_it_was_rehearsed(tmp_path):
    file = file_of(tmp_path, "1,ch_1,12.50,EUR,2026-11-29T10:00:00Z", "2,,1,EUR,then")

    rehearsed = said("import_settlement", "acme", file, "--dry-run")
    assert not SettlementEntry.objects.exists()
    taken = said("import_settlement", "acme", file)
    again = json.loads(said("import_settlement", "acme", file, "--json").splitlines()[-1])

    assert "1 lines would be new, 0 were known. 1 errors." in rehearsed
    assert "error: line 3" in taken
    assert "1 lines are new" in taken
    assert again == {"new": 0, "known": 1, "errors": 1}
    assert SettlementEntry.objects.count() == 1
    assert SettlementFeed.objects.get().due_at is None


def test_a_line_that_says_something_else_is_a_row_error_and_is_not_taken(tmp_path):
    row = "1,ch_1,12.50,EUR,2026-11-29T10:00:00Z"
    said("import_settlement", "acme", file_of(tmp_path, row))

    other = row.replace("12.50", "13.00")
    told = said("import_settlement", "acme", file_of(tmp_path, other))
    within = said("import_settlement", "other", file_of(tmp_path, row, row, other))

    assert "line 2: 1 says 13.00 EUR of ch_1 at 2026-11-29 10:00:00, but it is kept" in told
    assert "line 4: 1 says 13.00" in within
    assert "1 lines are new, 1 were known. 1 errors." in within
    (one,) = [it for it in match() if it.kind == "told_differently"]
    assert (one.provider, one.subject, one.is_open) == ("acme", "ch_1", False)


def test_without_a_file_all_that_is_kept_is_held_against_the_books(given_back):
    out = StringIO()
    with pytest.raises(CommandError, match="differ"):
        call_command("reconcile", "sandbox", stdout=out)

    assert "2.50 went back there, and only 0 here" in out.getvalue()


def test_what_is_only_open_is_told_and_is_no_failure(paid):
    SettlementFeedFactory(provider="sandbox", told_until=clock.now())
    SettlementEntryFactory(charge_id="ch_1", came=Decimal("11.00"))

    told = said("reconcile", "sandbox")

    assert "open, amount_differs ch_1: " in told
    assert "1 lines, 1 differences" in told


def test_of_many_charges_only_those_that_differ_are_read():
    SettlementFeedFactory(provider="sandbox", told_until=clock.now())
    long_ago, once = clock.now() - timedelta(days=9), clock.now() - timedelta(days=5)
    SettlementEntryFactory(charge_id="first", at=long_ago)
    for n in range(30):
        attempt = PaymentAttemptFactory(payment=PaymentFactory(paid=True), captured_all=True)
        if n:
            SettlementEntryFactory(
                charge_id=attempt.gateway_id, at=once, came=11 if n == 1 else attempt.captured
            )
    SettlementEntryFactory(charge_id="last", at=once, currency="USD")

    kept = settlement_at("sandbox")

    assert kept.count == 31
    assert {line.charge_id for line in kept.lines} < set(kept.differing)
    assert len(kept.differing) == 4
    assert {it.kind for it in match() if it.provider} == {"unknown_here", "amount_differs"}


def test_every_hour_what_is_found_is_kept_and_told_to_prometheus(given_back, paid):
    scheduled = {it["task"] for it in app.conf.beat_schedule.values()}
    assert {"operations.reconcile", "payments.ask_for_settlements"} <= scheduled

    assert reconcile() == reconcile() == 1

    (one,) = SettlementBreak.objects.all()
    assert (one.provider, one.kind, one.subject) == ("sandbox", "refund_unknown_here", "ch_1")
    assert one.order_id == paid.payment.order_id
    assert not one.is_open
    labels = 'gateway="sandbox",kind="refund_unknown_here",standing="broken"'
    assert f"payments_breaks{{{labels}}} 1.0" in figures()
    assert 'payments_settlement_age_seconds{gateway="sandbox"}' in figures()


def test_the_third_way_is_matched_too_and_leads_to_the_order(given_back, paid):
    OrderFactory._meta.model.objects.update(captured=0, moved_at="2020-01-01T00:00:00Z")

    reconcile()

    broken = SettlementBreak.objects.filter(kind="our_books_differ", provider="")
    assert {one.order_id for one in broken} == {paid.payment.order_id}
    assert 'payments_breaks{gateway="",kind="our_books_differ",standing="broken"}' in figures()


def test_finance_sees_each_difference_with_the_page_of_its_order(given_back, paid, clerk):
    reconcile()
    client = clerk("finance")

    shown = client.get(LIST).content.decode()

    desk = reverse("admin:operations_order", args=[paid.payment.order_id])
    assert f'<a href="{desk}">Order page</a>' in shown
    assert "2.50 went back there, and only 0 here" in Page(client.get(LIST)).text
    assert client.get(desk).status_code == 200
    assert "Book what the gateway gave back by hand" in shown


@pytest.mark.parametrize("role", ["support", "warehouse", "merchandiser"])
def test_nobody_else_sees_them(clerk, role):
    SettlementBreakFactory()

    assert clerk(role).get(LIST).status_code == 403
