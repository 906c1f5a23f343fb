"""Parts of one payment are granted by many hands at once, with real connections."""

from decimal import Decimal
from functools import partial

import pytest

from apps.payments.models import Payment, Refund, RefundGrant
from apps.payments.queries import captured_by_order, payments_out_of_balance
from apps.payments.services import close_payment, grant_refund
from apps.payments.tasks import collect, refund
from shop.events.base import Money
from shop.kernel.errors import DomainError
from shop.kernel.identity import new_id
from tests.apps.payments.story import attempt_of, charge_of, later, order_waits
from tests.shop.sandbox.calls import APPROVED
from tests.together import at_once, outcomes_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def paid(sandbox) -> Payment:
    payment = order_waits(token=APPROVED)
    collect(str(attempt_of(payment).id))
    return payment


def part(payment: Payment, amount: str, *, credit_id=None):
    return partial(
        grant_refund,
        order_id=payment.order_id,
        credit_id=credit_id or new_id(),
        owed=Money(amount=Decimal(amount), currency="EUR"),
        reason="undelivered",
    )


def give_all_back() -> None:
    with later(minutes=2):
        for one in Refund.objects.filter(due_at__isnull=False):
            refund(str(one.id))


def test_eight_parts_of_two_euros_at_once_leave_what_six_of_them_leave(paid, sandbox):
    outcomes = outcomes_of([part(paid, "2.00") for _ in range(8)])
    give_all_back()

    refused = [outcome for outcome in outcomes if outcome is not None]
    assert {type(refusal) for refusal in refused} == {DomainError}
    assert (len(refused), RefundGrant.objects.count()) == (2, 6)
    assert charge_of(sandbox, attempt_of(paid))["refunded"] == "12.00"
    assert payments_out_of_balance() == []


def test_the_same_credit_by_six_hands_at_once_is_granted_once(paid, sandbox):
    at_once([part(paid, "5.00", credit_id=new_id())] * 6)
    give_all_back()

    assert charge_of(sandbox, attempt_of(paid))["refunded"] == "5.00"
    assert payments_out_of_balance() == []


def test_a_part_and_the_cancellation_at_once_give_all_back_once(paid, sandbox):
    at_once(
        [
            part(paid, "5.00"),
            partial(close_payment, order_id=paid.order_id),
            part(paid, "2.50"),
        ]
    )
    give_all_back()

    assert charge_of(sandbox, attempt_of(paid))["refunded"] == "12.50"
    assert captured_by_order()[paid.order_id].kept == 0
    assert payments_out_of_balance() == []


def test_two_workers_on_a_part_give_it_back_once(paid, sandbox):
    part(paid, "5.00")()
    one = Refund.objects.get()

    at_once([partial(refund, str(one.id))] * 3)
    give_all_back()

    assert charge_of(sandbox, attempt_of(paid))["refunded"] == "5.00"
