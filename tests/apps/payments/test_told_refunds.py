"""Money that somebody gave back in the gateway's own pages is booked once, and never too much."""

from decimal import Decimal

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from apps.payments import tasks
from apps.payments.models import Refund, RefundState, SettlementBreak
from apps.payments.queries import gateways_out_of_balance, payments_out_of_balance
from apps.payments.rules import BreakKind
from apps.payments.services import book_told_refund
from shop.events.payments import PaymentRefunded
from shop.kernel.errors import DomainError
from tests.apps.payments.story import (
    attempt_of,
    charge_of,
    order_is_cancelled,
    order_waits,
)
from tests.factories.payments import (
    PaymentAttemptFactory,
    RefundFactory,
    SettlementBreakFactory,
    SettlementEntryFactory,
)
from tests.shop.sandbox.calls import APPROVED, move

UNKNOWN = BreakKind.REFUND_UNKNOWN_HERE


@pytest.fixture
def given_back(sandbox, published, deliver, do_jobs) -> SettlementBreak:
    """12.50 euros went back by hand, the refund was refused therefore, and the settlement tells."""
    payment = order_waits(token=APPROVED)
    do_jobs()
    charge_id = charge_of(sandbox, attempt_of(payment))["id"]
    with sandbox.client() as client:
        move(client, charge_id, "refunds", amount="12.50")
    order_is_cancelled(payment)
    deliver("payments")
    do_jobs()
    tasks.ask_for_all_settlements()
    do_jobs()
    return SettlementBreakFactory(provider="sandbox", kind=UNKNOWN, subject=charge_id)


def test_a_refused_refund_that_was_made_by_hand_is_done(given_back, published, do_jobs):
    assert Refund.objects.get().state == RefundState.REFUSED

    book_told_refund(break_id=given_back.id)

    refund = Refund.objects.get()
    assert (refund.state, refund.payment.refunded) == (RefundState.DONE, Decimal("12.50"))
    assert [event.refund_id for event in published(PaymentRefunded)] == [refund.id]
    assert payments_out_of_balance() == gateways_out_of_balance() == []
    assert not SettlementBreak.objects.exists()
    assert do_jobs() == 0


def test_it_is_not_booked_twice(given_back, published):
    book_told_refund(break_id=given_back.id)
    again = SettlementBreakFactory(kind=UNKNOWN, subject=given_back.subject)

    with pytest.raises(DomainError, match="refused no refund"):
        book_told_refund(break_id=again.id)

    assert len(published(PaymentRefunded)) == 1


def refused_refund(*, told: str) -> SettlementBreak:
    refund = RefundFactory(state=RefundState.REFUSED, due_at=None)
    charge_id = refund.attempt.gateway_id
    SettlementEntryFactory(charge_id=charge_id, came=0, went=Decimal(told))
    return SettlementBreakFactory(kind=UNKNOWN, subject=charge_id)


def test_less_than_was_refused_is_not_taken_for_it(db):
    difference = refused_refund(told="12.49")

    with pytest.raises(DomainError, match="refused no refund"):
        book_told_refund(break_id=difference.id)

    assert Refund.objects.get().state == RefundState.REFUSED


def test_what_another_refund_is_about_to_give_is_not_taken_for_it(db):
    attempt = PaymentAttemptFactory(captured_all=True, promised_back=Decimal(10))
    for state in ("requested", "refused"):
        due = {} if state == "requested" else {"due_at": None}
        RefundFactory(attempt=attempt, amount=Decimal(5), state=state, **due)
    SettlementEntryFactory(charge_id=attempt.gateway_id, came=0, went=Decimal(5))

    with pytest.raises(DomainError, match="refused no refund"):
        book_told_refund(
            break_id=SettlementBreakFactory(kind=UNKNOWN, subject=attempt.gateway_id).id
        )


def test_an_order_that_is_still_paid_has_no_refund_to_book(db):
    attempt = PaymentAttemptFactory(captured_all=True)
    SettlementEntryFactory(charge_id=attempt.gateway_id, came=0, went=Decimal(5))

    with pytest.raises(DomainError, match="Stop the order or credit it first"):
        book_told_refund(
            break_id=SettlementBreakFactory(kind=UNKNOWN, subject=attempt.gateway_id).id
        )


def test_a_difference_that_is_gone_meanwhile_is_said(db):
    with pytest.raises(DomainError, match="not differ in this any more"):
        book_told_refund(break_id=SettlementBreakFactory.build().id)


def test_another_difference_cannot_be_booked(db):
    with pytest.raises(DomainError, match="Only a refund"):
        book_told_refund(break_id=SettlementBreakFactory().id)


def test_staff_books_it_from_the_list_and_it_is_written_down(client, given_back):
    boss = get_user_model().objects.create_superuser(email="boss@example.com", password="boss")
    client.force_login(boss)
    asked = {"action": "book", "_selected_action": [str(given_back.pk)]}

    page = client.post(reverse("admin:payments_settlementbreak_changelist"), asked, follow=True)

    assert ": booked." in page.content.decode()
    assert Refund.objects.get().state == RefundState.DONE
    log = client.get(reverse("admin:admin_logentry_changelist")).content.decode()
    assert "Booked what the gateway gave back by hand" in log
